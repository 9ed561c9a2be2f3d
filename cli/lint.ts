import { type CommandLineIo, WRONG_USAGE } from "./io";

/** `headroom lint`. */
export async function lintCommand(_argv: readonly string[], io: CommandLineIo): Promise<number> {
  io.stderr("headroom lint: not part of this build\n");
  return WRONG_USAGE;
}
