import "server-only";
import { isDeepStrictEqual } from "node:util";
import { type KubeObject, member, textAt } from "../objects";
import { eventLines } from "./events";
import { tryList } from "./list";
import { podTemplateLines } from "./pod-template";
import { selectorText } from "./selector";
import { annotationLines, countAt, creationLine, labelLines, nameLines, reasonedConditions } from "./text";
import type { Viewing } from "./viewing";

const TEMPLATE_HASH = "pod-template-hash";

/** kubectl describe deployment. */
export async function describeDeployment(deployment: KubeObject, viewing: Viewing): Promise<string> {
  const number = (key: string) => countAt(deployment, "status", key);
  const spec = deployment["spec"];
  const rolling = member(spec, "strategy", "rollingUpdate");
  const [sets, events] = await Promise.all([replicaSetLines(deployment, viewing), eventLines(deployment, viewing)]);
  return [
    nameLines(deployment),
    creationLine(deployment),
    labelLines(deployment),
    annotationLines(deployment),
    `Selector:\t${selectorText(member(spec, "selector"))}\n`,
    `Replicas:\t${countAt(spec, "replicas")} desired | ${number("updatedReplicas")} updated | ${number("replicas")} total | ${number("availableReplicas")} available | ${number("unavailableReplicas")} unavailable\n`,
    `StrategyType:\t${textAt(spec, "strategy", "type")}\n`,
    `MinReadySeconds:\t${countAt(spec, "minReadySeconds")}\n`,
    rolling === undefined
      ? ""
      : `RollingUpdateStrategy:\t${textAt(rolling, "maxUnavailable")} max unavailable, ${textAt(rolling, "maxSurge")} max surge\n`,
    podTemplateLines(member(spec, "template")),
    reasonedConditions(deployment),
    sets,
    events,
  ].join("");
}

/** The newest replica set is the oldest one that has the deployment's own template: as the controller has it. */
async function replicaSetLines(deployment: KubeObject, viewing: Viewing): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(deployment.metadata.namespace ?? "")}/replicasets`;
  const labelSelector = selectorText(member(deployment, "spec", "selector"));
  const { items, refused } = await tryList({ path, labelSelector }, viewing);
  const owned = items.filter((set) => isControlledBy(set, deployment)).sort(byAge);
  if (refused || owned.length === 0) {
    return "";
  }
  const template = withoutHash(member(deployment, "spec", "template"));
  const current = owned.find((set) => isDeepStrictEqual(withoutHash(member(set, "spec", "template")), template));
  const older = owned.filter((set) => set !== current).map(setText);
  return `OldReplicaSets:\t${older.join(", ") || "<none>"}\nNewReplicaSet:\t${current ? setText(current) : "<none>"}\n`;
}

function isControlledBy({ metadata }: KubeObject, { metadata: { uid } }: KubeObject): boolean {
  return metadata.ownerReferences?.some((owner) => owner.controller === true && owner.uid === uid) === true;
}

function byAge(a: KubeObject, b: KubeObject): number {
  const time = (set: KubeObject) => Date.parse(set.metadata.creationTimestamp ?? "");
  return time(a) - time(b) || (a.metadata.name < b.metadata.name ? -1 : 1);
}

function withoutHash(template: unknown): unknown {
  const labels = Object.entries(member(template, "metadata", "labels") ?? {}).filter(([key]) => key !== TEMPLATE_HASH);
  const { labels: _labels, ...metadata } = record(member(template, "metadata"));
  return { ...record(template), metadata: { ...metadata, labels: Object.fromEntries(labels) } };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" ? { ...value } : {};
}

function setText(set: KubeObject): string {
  return `${set.metadata.name} (${countAt(set, "status", "replicas")}/${countAt(set, "spec", "replicas")} replicas created)`;
}
