import "server-only";
import type { Flags } from "../../flags";

/** The values of a flag that may be given several times, each with several values between commas. */
export function listOf(flags: Flags, long: string): readonly string[] {
  return flags.all(long).flatMap((list) => (list === "" ? [] : list.split(",")));
}
