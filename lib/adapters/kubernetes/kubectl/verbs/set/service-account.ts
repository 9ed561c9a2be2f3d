import "server-only";
import { CommandFailure } from "../../failure";
import { parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { textAt } from "../../objects";
import { nested, replacedAt } from "../../pod-spec";
import { recordFlag } from "../../record";
import { changeTemplates, setFlags } from "./template-change";

/** kubectl set serviceaccount. */
export async function setServiceAccount(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, { ...setFlags, ...recordFlag }, "set serviceaccount");
  const account = flags.words.at(-1);
  if (account === undefined) {
    throw new CommandFailure("error: serviceaccount is required");
  }
  return changeTemplates(call, {
    flags,
    words: flags.words.slice(0, -1),
    operation: "serviceaccount updated",
    onFailure: "failed to patch ServiceAccountName",
    change: (object, { path }) =>
      textAt(object, ...path, "serviceAccountName") === account
        ? null
        : {
            patch: nested(path, { serviceAccountName: account }),
            object: replacedAt(object, [...path, "serviceAccountName"], account),
          },
  });
}
