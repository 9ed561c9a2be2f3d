import { type CommandLineIo, WRONG_USAGE } from "./io";

/** `headroom show`. */
export async function showCommand(_argv: readonly string[], io: CommandLineIo): Promise<number> {
  io.stderr("headroom show: not part of this build\n");
  return WRONG_USAGE;
}
