import "server-only";
import { type Flags, flagFailure } from "./flags";

/** `-t SECONDS` as the daemon's query; ten seconds when it is not given, as docker has it. */
export function secondsFlag(flags: Flags, command: string): Record<string, string> {
  const seconds = flags.get("time") ?? "10";
  if (!/^-?\d+$/.test(seconds)) {
    throw flagFailure(
      command,
      `invalid argument "${seconds}" for "-t, --time" flag: strconv.ParseInt: parsing "${seconds}": invalid syntax`,
    );
  }
  return { t: seconds };
}
