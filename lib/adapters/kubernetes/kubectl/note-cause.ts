import "server-only";
import type { Invocation } from "./invocation";
import { causePatch } from "./record";
import { resourcePath } from "./resources";
import type { Target } from "./target";

/** Notes on an object why it was changed, where the change itself cannot say it. Gives the object; null without a cause. */
export async function noteCause(
  call: Invocation,
  { type, namespace, name }: Target,
  { cause, manager }: { readonly cause: string | null; readonly manager: string },
): Promise<unknown> {
  if (cause === null) {
    return null;
  }
  const reply = await call.ask({
    method: "PATCH",
    path: `${resourcePath(type, namespace, name)}?fieldManager=${manager}`,
    body: causePatch(cause),
    contentType: "application/merge-patch+json",
  });
  return reply.body;
}
