import "server-only";
import { withoutEmptyTimes } from "../../changes";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { entriesAt, member } from "../../objects";
import { readOutput } from "../../output/formats";
import { type Printer, printerOf } from "../../output/printer";
import { forEachTarget, selectionFlags } from "../../selection";
import { alignTabs, tableWidths } from "../../tab-writer";
import type { Target } from "../../target";
import { refuseEmptySelector } from "./restart";
import { type Revision, revisionsOf } from "./revisions";
import { templateText } from "./template-text";

const { all: _everything, "field-selector": _fields, "all-namespaces": _places, ...choosing } = selectionFlags;
const CAUSE = "kubernetes.io/change-cause";
const flagTable: FlagTable = {
  ...choosing,
  "allow-missing-template-keys": { kind: "switch" },
  output: { kind: "value", short: "o" },
  revision: { kind: "int" },
  "show-managed-fields": { kind: "switch" },
  template: { kind: "value" },
};

/** kubectl rollout history: the revisions of a workload with their causes, or the pods of one of them. */
export async function rolloutHistory(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "rollout history");
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  const number = Number(flags.get("revision") ?? 0);
  if (number < 0) {
    throw new CommandFailure(`error: revision must be a positive integer: ${number}`);
  }
  refuseEmptySelector(flags);
  const output = await readOutput(flags, call, "objects");
  const print = output && printerOf(output, flags);
  await forEachTarget(call, { flags, words: flags.words, allowsTypeAlone: true }, async (target) => {
    const revisions = await revisionsOf(call, target, { viewer: "history viewer", purpose: "history" });
    call.out(print ? objectsText(target, { revisions, number }, print) : plainText(target, { revisions, number }));
  });
  return 0;
}

type History = { readonly revisions: readonly Revision[]; readonly number: number };

function plainText({ type, name }: Target, { revisions, number }: History): string {
  const head = `${type.kind.toLowerCase()}.${type.group}/${name}`;
  if (revisions.length === 0) {
    return `${head} \nNo rollout history found.\n`;
  }
  if (number > 0) {
    return `${head} with revision #${number}\n${templateText(templateOf(revisionOf(revisions, number)))}\n`;
  }
  const rows = revisions.map((revision) => `${revision.number}\t${revision.cause || "<none>"}\n`);
  const table = alignTabs(`REVISION\tCHANGE-CAUSE\n${rows.join("")}`, { ...tableWidths, minWidth: 0, padding: 2 });
  return `${head} \n${table}\n`;
}

function revisionOf(revisions: readonly Revision[], number: number): Revision {
  const found = revisions.find((revision) => revision.number === number);
  if (!found) {
    throw new CommandFailure("error: unable to find the specified revision");
  }
  return found;
}

/** The pods of a revision, with its cause among their annotations. */
function templateOf({ keeper, cause }: Revision): unknown {
  const template = member(keeper, "spec", "template") ?? member(keeper, "data", "spec", "template");
  const metadata = member(template, "metadata") ?? {};
  const annotations = { ...Object.fromEntries(entriesAt(metadata, "annotations")), [CAUSE]: cause };
  return cause === ""
    ? template
    : Object.assign({}, template, { metadata: Object.assign({}, metadata, { annotations }) });
}

/** `-o`: the objects that keep the revisions. Those of a deployment are replica sets; others are made up by kubectl. */
function objectsText({ type }: Target, { revisions, number }: History, print: Printer): string {
  if (type.kind !== "Deployment") {
    throw new CommandFailure(
      `error: -o of rollout history is not done from here for a ${type.kind}: copy it and run it by hand`,
    );
  }
  const chosen = number > 0 ? [revisionOf(revisions, number)] : revisions;
  return chosen
    .map(({ keeper }) => print(withoutEmptyTimes({ apiVersion: "apps/v1", kind: "ReplicaSet", ...keeper })))
    .join("");
}
