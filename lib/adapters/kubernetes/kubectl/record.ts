import "server-only";
import type { FlagTable } from "./flags";
import { splitSubcommand } from "./global-flags";

/** The flag of the verbs that may write down the command as an object's change-cause. */
export const recordFlag: FlagTable = { record: { kind: "switch" } };

const recording = /^(?:annotate|apply|autoscale|create|expose|label|patch|run|scale)$/;
const recordingSets = /^(?:image|resources|selector|serviceaccount|sa)$/;

/** What kubectl says of `--record` before all else; "" where the verb does not know it, or it is not given. */
export function recordNote(verb: string, args: readonly string[]): string {
  const split = args.indexOf("--");
  const isGiven = args.slice(0, split === -1 ? undefined : split).some((word) => /^--record(?:=|$)/.test(word));
  const { name } = splitSubcommand(args);
  const knows = verb === "set" ? recordingSets.test(name) : recording.test(verb) && !(verb === "create" && name !== "");
  return isGiven && knows ? "Flag --record has been deprecated, --record will be removed in the future\n" : "";
}
