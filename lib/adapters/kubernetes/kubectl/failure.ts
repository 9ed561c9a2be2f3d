import "server-only";
import { z } from "zod";
import type { ApiReply } from "../connection";

/** Ends a command with a text on stderr: what kubectl's own exit does. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const status = z.object({ kind: z.literal("Status"), reason: z.string().optional(), message: z.string().optional() });

/** An API server's refusal in kubectl's words: `Error from server (NotFound): pods "x" not found`. */
export function serverFailure(reply: ApiReply): CommandFailure {
  const said = status.safeParse(reply.body);
  if (!said.success) {
    return new CommandFailure(`Error from server: ${reply.text.trim() || `status ${reply.status}`}`);
  }
  const { reason, message = "" } = said.data;
  if (reply.status === 401) {
    return new CommandFailure("error: You must be logged in to the server (Unauthorized)");
  }
  if (reason === "Invalid") {
    return new CommandFailure(message.startsWith("The ") ? message : `The ${message}`);
  }
  return new CommandFailure(reason ? `Error from server (${reason}): ${message}` : `Error from server: ${message}`);
}

/** The answer when it is a success; else throws the server's refusal. */
export function expectSuccess(reply: ApiReply): ApiReply {
  if (reply.status >= 200 && reply.status < 300) {
    return reply;
  }
  throw serverFailure(reply);
}
