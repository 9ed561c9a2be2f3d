import "server-only";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { forEachTarget, selectionFlags } from "../../selection";
import { alignTabs, tableWidths } from "../../tab-writer";
import type { Target } from "../../target";
import { refuseEmptySelector } from "./restart";
import { revisionsOf } from "./revisions";

const { all: _everything, "field-selector": _fields, "all-namespaces": _places, ...choosing } = selectionFlags;
const flagTable: FlagTable = { ...choosing, revision: { kind: "value" }, output: { kind: "value", short: "o" } };

/** kubectl rollout history: the revisions of a workload with their causes. */
export async function rolloutHistory(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "rollout history");
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  const revision = Number(flags.get("revision") ?? 0);
  if (revision < 0) {
    throw new CommandFailure(`error: revision must be a positive integer: ${revision}`);
  }
  refuseEmptySelector(flags);
  if (flags.get("output") !== undefined) {
    throw new CommandFailure("error: -o of rollout history is not done from here: copy it and run it by hand");
  }
  await forEachTarget(call, { flags, words: flags.words, allowsTypeAlone: true }, (target) =>
    show(call, target, revision),
  );
  return 0;
}

async function show(call: Invocation, target: Target, revision: number): Promise<void> {
  const { type, name } = target;
  const revisions = await revisionsOf(call, target, { viewer: "history viewer", purpose: "history" });
  const head = `${type.kind.toLowerCase()}.${type.group}/${name}`;
  if (revisions.length === 0) {
    call.out(`${head} \nNo rollout history found.\n`);
    return;
  }
  if (revision > 0) {
    throw new CommandFailure(
      revisions.some(({ number }) => number === revision)
        ? "error: the template of one revision is not shown from here: leave --revision out, or run it by hand"
        : "error: unable to find the specified revision",
    );
  }
  const rows = revisions.map(({ number, cause }) => `${number}\t${cause || "<none>"}\n`);
  const table = alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, { ...tableWidths, minWidth: 0, padding: 2 });
  call.out(`${head} \n${table}\n`);
}
