import "server-only";
import { goJson } from "../../go/values";
import type { Invocation } from "../../invocation";
import { resourcePath } from "../../resources";
import type { Target } from "../../target";

/** Makes an object and gives it as the server keeps it. */
export async function post(
  call: Invocation,
  { type, namespace, name, object, source }: Target,
  { query, risk }: { readonly query: string; readonly risk: "read" | "change" | "destructive" },
): Promise<unknown> {
  call.check({ namespace, risk, description: `create ${type.plural}/${name}` });
  const path = `${resourcePath(type, namespace)}${query}&fieldValidation=Strict`;
  const from = source === "" ? undefined : { doing: "creating", source };
  return (await call.ask({ method: "POST", path, body: goJson(object) }, from)).body;
}
