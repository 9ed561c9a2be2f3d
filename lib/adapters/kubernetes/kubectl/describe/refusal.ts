import "server-only";
import type { ApiReply } from "../../connection";
import { CommandFailure, serverFailure } from "../failure";

const UNKNOWN_PATH = "the server could not find the requested resource";

/** What the server said, without kubectl's "Error from server": as it stands inside a description. */
export function refusalText(reply: ApiReply): string {
  return refusalOf(reply).message.replace(/^Error from server(?: \(\w+\))?: /, "");
}

/** kubectl's error. A path that the server does not know is answered without a Status, for which kubectl has words. */
export function refusalOf(reply: ApiReply): CommandFailure {
  return reply.status === 404 && reply.body === null
    ? new CommandFailure(`Error from server (NotFound): ${UNKNOWN_PATH}`)
    : serverFailure(reply);
}
