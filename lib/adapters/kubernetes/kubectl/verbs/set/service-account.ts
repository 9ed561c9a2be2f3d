import "server-only";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { nested, replacedAt } from "../../pod-spec";
import { changeCause, recordFlag } from "../../record";
import { changeTemplates, setFlags } from "./template-change";

const flagTable: FlagTable = { ...setFlags, ...recordFlag };

/** kubectl set serviceaccount. */
export async function setServiceAccount(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "set serviceaccount");
  const account = flags.words.at(-1);
  if (account === undefined) {
    throw new CommandFailure("error: serviceaccount is required");
  }
  return changeTemplates(call, {
    flags,
    words: flags.words.slice(0, -1),
    cause: changeCause(call, flagTable),
    operation: "serviceaccount updated",
    onFailure: "failed to patch ServiceAccountName",
    change: (object, { path }) => ({
      patch: nested(path, { serviceAccountName: account }),
      object: replacedAt(object, [...path, "serviceAccountName"], account),
    }),
  });
}
