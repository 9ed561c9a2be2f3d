import "server-only";
import type { ApiReply } from "../../../connection";
import { CommandFailure, serverFailure } from "../../failure";
import type { Flags } from "../../flags";
import type { Invocation } from "../../invocation";
import { type KubeObject, kubeList, kubeObject, textAt } from "../../objects";

const ROOT = "/apis/metrics.k8s.io/v1beta1";

/** The one word that may follow `top pod`; undefined for all. Throws kubectl's usage for more. */
export function nameOf({ words }: Flags, usage: string, verb: string): string | undefined {
  if (words.length > 1) {
    throw new CommandFailure(`error: ${usage}\nSee 'kubectl ${verb} -h' for help and examples`);
  }
  return words[0];
}

/** Metrics of one object, or of all that the selectors match. `place` is "pods" or "namespaces/x/pods". */
export async function readMetrics(
  call: Invocation,
  place: string,
  { name, query }: { readonly name: string | undefined; readonly query: string },
): Promise<readonly KubeObject[]> {
  const path = name === undefined ? `${ROOT}/${place}${query}` : `${ROOT}/${place}/${encodeURIComponent(name)}`;
  const reply = await call.connection.request({ path, signal: call.io.signal });
  if (reply.status === 503 || (reply.status === 404 && textAt(reply.body, "kind") !== "Status")) {
    throw new CommandFailure("error: Metrics API not available");
  }
  if (reply.status !== 200) {
    throw selectorFailure(reply) ?? serverFailure(reply);
  }
  return textAt(reply.body, "kind").endsWith("List")
    ? kubeList.parse(reply.body).items
    : [kubeObject.parse(reply.body)];
}

/** `?labelSelector=…`; "" when the flags select nothing. */
export function selectorQuery(flags: Flags): string {
  const query = new URLSearchParams();
  for (const [flag, parameter] of [
    ["selector", "labelSelector"],
    ["field-selector", "fieldSelector"],
  ] as const) {
    const value = flags.get(flag) ?? "";
    if (value !== "") {
      query.set(parameter, value);
    }
  }
  return query.size > 0 ? `?${query}` : "";
}

/** kubectl itself reads the selector, and has these words for one that is none. */
function selectorFailure({ status, text }: ApiReply): CommandFailure | null {
  const [, found] = status === 400 ? (/unable to parse requirement: (found '[^']*'), expected: /.exec(text) ?? []) : [];
  return found === undefined
    ? null
    : new CommandFailure(`error: unable to parse requirement: ${found}, expected: in, notin, =, ==, !=, gt, lt`);
}
