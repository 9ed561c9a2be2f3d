import "server-only";
import { z } from "zod";

/** A whole answer of the daemon. */
export type DockerReply = { readonly status: number; readonly text: string };

/** Ends a command with a text on stderr, as the docker program's own exit does. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const refused = z.object({ message: z.string() });

/** What kind of object a request was for: docker then says "No such container: x" in words of its own. */
export type Sought = { readonly kind: string; readonly id: string };

/** The daemon's refusal in the docker program's words. */
export function daemonFailure({ status, text }: DockerReply, sought?: Sought): CommandFailure {
  if (status === 404 && sought) {
    return new CommandFailure(`Error: No such ${sought.kind}: ${sought.id}`);
  }
  return new CommandFailure(`Error response from daemon: ${daemonMessage(text)}`);
}

/** The sentence inside of the daemon's answer. */
function daemonMessage(text: string): string {
  try {
    const parsed = refused.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data.message : text.trim();
  } catch {
    return text.trim();
  }
}
