import "server-only";
import { isDeepStrictEqual } from "node:util";
import { changeFlags, changePrinter, type DryRun, dryRunOf, riskUnder } from "../../changes";
import { CommandFailure } from "../../failure";
import { type FlagTable, parseFlags } from "../../flags";
import type { Invocation } from "../../invocation";
import { member, textAt } from "../../objects";
import { resourcePath } from "../../resources";
import { forEachTarget, selectionFlags } from "../../selection";
import type { Target } from "../../target";
import { refuseEmptySelector } from "./restart";
import { type Revision, revisionsOf } from "./revisions";
import { REVISION } from "./state";
import { templateText } from "./template-text";

const { all: _everything, "field-selector": _fields, "all-namespaces": _places, ...choosing } = selectionFlags;
const flagTable: FlagTable = { ...choosing, ...changeFlags, "to-revision": { kind: "value" } };

const LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
const SKIPPED = "skipped rollback (current template already matches revision";

/** Annotations of the deployment that a rollback leaves as they are. */
const keptAnnotations = [
  LAST_APPLIED,
  REVISION,
  "deployment.kubernetes.io/revision-history",
  "deployment.kubernetes.io/desired-replicas",
  "deployment.kubernetes.io/max-replicas",
  "deprecated.deployment.rollback.to",
];

type Undoing = { readonly to: number; readonly dryRun: DryRun };

/** kubectl rollout undo: an earlier template becomes the present one. */
export async function rolloutUndo(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "rollout undo");
  if (flags.words.length === 0 && flags.all("filename").length === 0) {
    throw new CommandFailure("error: required resource not specified");
  }
  refuseEmptySelector(flags);
  const undoing = { to: Number(flags.get("to-revision") ?? 0), dryRun: dryRunOf(flags) };
  const print = changePrinter(call, flags, { dryRun: undoing.dryRun, isTyped: true });
  await forEachTarget(call, { flags, words: flags.words, allowsTypeAlone: true }, async (target) => {
    warnOfApply(call, target);
    const revisions = await revisionsOf(call, target, { viewer: "rollbacker", purpose: "rollbacker" });
    const outcome =
      target.type.kind === "Deployment"
        ? await undoDeployment(call, { target, revisions }, undoing)
        : await undoByRevision(call, { target, revisions }, undoing);
    print(target, target.object, outcome);
  });
  return 0;
}

function warnOfApply(call: Invocation, { type, name, object }: Target): void {
  if (object?.metadata.annotations?.[LAST_APPLIED] !== undefined) {
    call.io.write(
      "stderr",
      `Warning: resource ${type.plural}/${name} was previously managed with 'kubectl apply'. Rolling back will not update the kubectl.kubernetes.io/last-applied-configuration annotation, which may cause unexpected behavior on future 'kubectl apply' operations. Consider using 'kubectl apply' with your previous configuration file instead.\n`,
    );
  }
}

type History = { readonly target: Target; readonly revisions: readonly Revision[] };

async function undoDeployment(call: Invocation, { target, revisions }: History, undoing: Undoing): Promise<string> {
  const { name, object } = target;
  const { to } = undoing;
  const found = to === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === to);
  if (!found) {
    throw new CommandFailure(
      to === 0
        ? `error: no rollout history found for deployment "${name}"`
        : `error: unable to find specified revision ${to} in history`,
    );
  }
  if (undoing.dryRun === "client") {
    return templateText(member(found.keeper, "spec", "template"));
  }
  if (member(object, "spec", "paused") === true) {
    throw new CommandFailure(
      `error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again`,
    );
  }
  const template = templateOf(found);
  if (isDeepStrictEqual(template, member(object, "spec", "template"))) {
    return `${SKIPPED} ${to})`;
  }
  const kept = Object.entries(object?.metadata.annotations ?? {}).filter(([key]) => keptAnnotations.includes(key));
  const restored = Object.entries(found.keeper.metadata.annotations ?? {}).filter(
    ([key]) => !keptAnnotations.includes(key),
  );
  await send(call, target, {
    undoing,
    contentType: "application/json-patch+json",
    body: [
      { op: "replace", path: "/spec/template", value: template },
      { op: "replace", path: "/metadata/annotations", value: Object.fromEntries([...kept, ...restored]) },
    ],
  });
  return "rolled back";
}

/** The replica set's template without the label that the controller added. */
function templateOf({ keeper }: Revision): unknown {
  const template = structuredClone(member(keeper, "spec", "template"));
  const labels = member(template, "metadata", "labels");
  if (labels !== null && typeof labels === "object") {
    Reflect.deleteProperty(labels, "pod-template-hash");
  }
  return template;
}

/** A daemon set or a stateful set keeps its states as patches of itself. */
async function undoByRevision(call: Invocation, { target, revisions }: History, undoing: Undoing): Promise<string> {
  const { to } = undoing;
  if (to === 0 && revisions.length <= 1) {
    throw new CommandFailure("error: no last revision to roll back to");
  }
  const found = to === 0 ? revisions.at(-2) : revisions.find(({ number }) => number === to);
  if (!found) {
    throw new CommandFailure(`error: unable to find specified revision ${to} in history`);
  }
  const body = member(found.keeper, "data");
  const { $patch: _mark, ...template } = Object.fromEntries(Object.entries(member(body, "spec", "template") ?? {}));
  if (undoing.dryRun === "client") {
    return `will roll back to ${templateText(template)}`;
  }
  if (isDeepStrictEqual(template, member(target.object, "spec", "template"))) {
    return `${SKIPPED} ${to})`;
  }
  await send(call, target, { undoing, contentType: "application/strategic-merge-patch+json", body });
  return "rolled back";
}

async function send(
  call: Invocation,
  { type, name, namespace }: Target,
  { undoing, contentType, body }: { readonly undoing: Undoing; readonly contentType: string; readonly body: unknown },
): Promise<void> {
  call.check({ namespace, risk: riskUnder(undoing.dryRun, "change"), description: `undo ${type.plural}/${name}` });
  const query = undoing.dryRun === "server" ? "?fieldManager=kubectl&dryRun=All" : "?fieldManager=kubectl";
  const reply = await call.connection.request({
    method: "PATCH",
    path: resourcePath(type, namespace, name) + query,
    body,
    contentType,
    signal: call.io.signal,
  });
  if (reply.status !== 200) {
    throw new CommandFailure(
      `error: failed restoring revision ${undoing.to}: ${textAt(reply.body, "message") || reply.text.trim()}`,
    );
  }
}
