import "server-only";
import { type FlagTable, parseFlags } from "./flags";
import { splitSubcommand } from "./global-flags";
import { isMap } from "./go/values";
import type { Invocation } from "./invocation";
import { mergePatched } from "./merge-patch";
import { member } from "./objects";

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

/** The annotation that tells why an object is as it is. */
export const CHANGE_CAUSE = "kubernetes.io/change-cause";

/** The command as `--record` writes it down: its words, then its flags with their values. Null when it is not asked for. */
export function changeCause(call: Invocation, table: FlagTable): string | null {
  const said = parseFlags(call.argv, { ...table, ...recordFlag }, "");
  if (!said.has("record")) {
    return null;
  }
  const flags = said.given.map(([name, value]) => `--${name}=${value}`);
  return ["kubectl", ...said.words, ...(said.rest ?? []), ...flags].join(" ");
}

/** The patch that notes the cause; nothing when there is none. */
export function causePatch(cause: string | null): { readonly metadata?: object } {
  return cause === null ? {} : { metadata: { annotations: { [CHANGE_CAUSE]: cause } } };
}

/** An object with the cause noted on it. */
export function withCause<T>(object: T, cause: string | null): T {
  const isNoted = cause === null || member(object, "metadata", "annotations", CHANGE_CAUSE) === cause;
  return isNoted || !isMap(object) ? object : Object.assign({}, object, mergePatched(object, causePatch(cause)));
}
