import "server-only";
import { goDurationSeconds } from "../../durations";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { forEachTarget, selectionFlags } from "../../selection";
import type { Target } from "../../target";
import { watchObject } from "../../waiting";
import { refuseEmptySelector } from "./restart";
import { rolloutState } from "./state";

const { all: _everything, "field-selector": _fields, "all-namespaces": _places, ...choosing } = selectionFlags;
const flagTable: FlagTable = {
  ...choosing,
  watch: { kind: "switch", short: "w" },
  revision: { kind: "value" },
  timeout: { kind: "value" },
};

/** kubectl rollout status: says how far each rollout is, at each change, until it is done. */
export async function rolloutStatus(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "rollout status");
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  const revision = Number(flags.get("revision") ?? 0);
  if (revision < 0) {
    throw new CommandFailure(`error: revision must be a positive integer: ${revision}`);
  }
  refuseEmptySelector(flags);
  const watching = {
    revision,
    seconds: goDurationSeconds(flags.get("timeout") ?? "0s") ?? 0,
    isOnce: flags.get("watch") === "false",
  };
  const count = await forEachTarget(call, { flags, words: flags.words, allowsTypeAlone: true }, (target) =>
    follow(call, target, watching),
  );
  if (count === 0) {
    call.io.write("stderr", `No resources found in ${call.namespace} namespace.\n`);
  }
  return 0;
}

type Watching = { readonly revision: number; readonly seconds: number; readonly isOnce: boolean };

async function follow(call: Invocation, target: Target, { revision, seconds, isOnce }: Watching): Promise<void> {
  const { signal: cancel } = call.io;
  const signal = seconds > 0 ? AbortSignal.any([cancel, AbortSignal.timeout(seconds * 1_000)]) : cancel;
  for await (const { type, object } of watchObject(call, target, signal)) {
    if (type === "DELETED") {
      throw new CommandFailure("error: object has been deleted");
    }
    const state = object ? rolloutState(target.type, object, revision) : null;
    call.out(state?.message ?? "");
    if (state?.isDone || isOnce) {
      return;
    }
  }
  throw new CommandFailure("error: timed out waiting for the condition");
}
