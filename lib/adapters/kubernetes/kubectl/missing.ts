import "server-only";
import type { ApiReply } from "../connection";
import { type CommandFailure, serverFailure } from "./failure";
import type { Invocation } from "./invocation";

/** The refusal of an object that was asked for by name. Where its namespace is missing too, kubectl says that. */
export async function namedFailure(
  call: Invocation,
  reply: ApiReply,
  namespace: string | null,
): Promise<CommandFailure> {
  const failure = serverFailure(reply);
  if (reply.status !== 404 || namespace === null || namespace === "default") {
    return failure;
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}`;
  const place = await call.connection.request({ path, signal: call.io.signal });
  return place.status === 404 ? serverFailure(place) : failure;
}
