import "server-only";
import type { Flags } from "../flags";
import { isMap } from "../go/values";
import type { Invocation } from "../invocation";
import { textAt } from "../objects";
import type { Output } from "../output/formats";
import { printerOf } from "../output/printer";
import type { ResourceSelection } from "../resources";
import { fetchAll, sayFailures } from "./fetch";
import { sortObjects } from "./sort";

/** What `kubectl get -o …` prints: the object itself when one was named, else a list. Gives the exit code. */
export async function printObjects(
  selections: readonly ResourceSelection[],
  { flags, output }: { readonly flags: Flags; readonly output: Output },
  call: Invocation,
): Promise<number> {
  const print = printerOf(output, flags);
  const fetched = await fetchAll(selections, { flags, accept: "application/json" }, call);
  const found = fetched.flatMap(({ bodies }) => bodies.flatMap(objectsOf));
  const isSingle = selections.length === 1 && selections[0]?.names.length === 1;
  const isFailed = fetched.some(({ failures }) => failures.length > 0);
  const isNothing =
    found.length === 0 && (isSingle || (isFailed && selections.every(({ names }) => names.length === 0)));
  const isIgnored =
    found.length === 0 && flags.has("ignore-not-found") && selections.some(({ names }) => names.length > 0);
  if (!isNothing && !isIgnored) {
    const sortBy = flags.get("sort-by") ?? "";
    const objects = sortBy === "" ? found : sortObjects(found, sortBy);
    const list = { apiVersion: "v1", items: objects, kind: "List", metadata: { resourceVersion: "" } };
    call.out(print(isSingle ? objects[0] : list));
  }
  return sayFailures(fetched, call);
}

/** The items of a list carry no kind of their own: kubectl fills it in from the list's. */
export function objectsOf(body: unknown): readonly unknown[] {
  if (!isMap(body) || !Array.isArray(body["items"])) {
    return [body];
  }
  const [apiVersion, kind] = [textAt(body, "apiVersion"), textAt(body, "kind").replace(/List$/, "")];
  return body["items"].map((item: unknown) => ({ apiVersion, kind, ...(isMap(item) && item) }));
}
