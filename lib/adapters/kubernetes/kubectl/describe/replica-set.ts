import "server-only";
import { type KubeObject, member } from "../objects";
import { eventLines } from "./events";
import { podCounts } from "./pod-counts";
import { podTemplateLines } from "./pod-template";
import { flatMap, shownSelector } from "./selector";
import { annotationLines, controllerLine, countAt, labelLines, nameLines, reasonedConditions } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe replicaset. */
export async function describeReplicaSet(set: KubeObject, viewing: Viewing): Promise<string> {
  const selector = member(set, "spec", "selector");
  return describeReplicas(set, { shown: shownSelector(selector), selector }, viewing);
}

/** kubectl describe replicationcontroller. */
export async function describeReplicationController(controller: KubeObject, viewing: Viewing): Promise<string> {
  const labels = member(controller, "spec", "selector");
  return describeReplicas(controller, { shown: flatMap(labels), selector: { matchLabels: labels } }, viewing);
}

async function describeReplicas(
  set: KubeObject,
  { shown, selector }: { shown: string; selector: unknown },
  viewing: Viewing,
): Promise<string> {
  const [counts, events] = await Promise.all([podCounts(set, selector, viewing), eventLines(set, viewing)]);
  return [
    nameLines(set),
    `Selector:\t${shown}\n`,
    labelLines(set),
    annotationLines(set),
    controllerLine(set),
    `Replicas:\t${countAt(set, "status", "replicas")} current / ${countAt(set, "spec", "replicas")} desired\n`,
    `Pods Status:\t${counts}\n`,
    podTemplateLines(member(set, "spec", "template")),
    reasonedConditions(set),
    events,
  ].join("");
}
