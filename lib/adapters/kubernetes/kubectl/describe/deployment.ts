import "server-only";
import type { Invocation } from "../invocation";
import { entriesAt, type KubeObject, kubeList, member, textAt } from "../objects";
import { containerLines, initContainerLines } from "./containers";
import { eventLines } from "./events";
import { schedulingLines, volumeLines } from "./scheduling";
import { annotationLines, conditionLines, longTime, mapLines } from "./text";

const REVISION = "deployment.kubernetes.io/revision";

/** kubectl describe deployment, tab-separated; order and words are those of k8s.io/kubectl/pkg/describe. */
export async function describeDeployment(
  deployment: KubeObject,
  call: Invocation,
  { showEvents }: { readonly showEvents: boolean },
): Promise<string> {
  const number = (key: string) => textAt(deployment, "status", key) || "0";
  const spec = deployment["spec"];
  const template = member(spec, "template");
  const podSpec = member(template, "spec");
  const rolling = member(spec, "strategy", "rollingUpdate");
  return [
    `Name:\t${deployment.metadata.name}\n`,
    `Namespace:\t${deployment.metadata.namespace ?? ""}\n`,
    `CreationTimestamp:\t${longTime(deployment.metadata.creationTimestamp ?? "")}\n`,
    mapLines("Labels", entriesAt(deployment, "metadata", "labels")),
    annotationLines(deployment),
    `Selector:\t${entriesAt(spec, "selector", "matchLabels")
      .map(([key, value]) => `${key}=${value}`)
      .join(",")}\n`,
    `Replicas:\t${textAt(spec, "replicas") || "0"} desired | ${number("updatedReplicas")} updated | ${number("replicas")} total | ${number("availableReplicas")} available | ${number("unavailableReplicas")} unavailable\n`,
    `StrategyType:\t${textAt(spec, "strategy", "type")}\n`,
    `MinReadySeconds:\t${textAt(spec, "minReadySeconds") || "0"}\n`,
    rolling !== undefined &&
      `RollingUpdateStrategy:\t${textAt(rolling, "maxUnavailable")} max unavailable, ${textAt(rolling, "maxSurge")} max surge\n`,
    "Pod Template:\n",
    mapLines("Labels", entriesAt(template, "metadata", "labels"), { indent: "  " }),
    entriesAt(template, "metadata", "annotations").length > 0 && annotationLines(template, "  "),
    textAt(podSpec, "serviceAccountName") && `  Service Account:\t${textAt(podSpec, "serviceAccountName")}\n`,
    initContainerLines(podSpec, null, "  "),
    containerLines(podSpec, null, "  "),
    volumeLines(podSpec, "  "),
    schedulingLines(podSpec, "  "),
    conditionLines(deployment, { withReason: true }),
    await replicaSetLines(deployment, call),
    showEvents && (await eventLines(deployment, call)),
  ]
    .filter(Boolean)
    .join("");
}

async function replicaSetLines(deployment: KubeObject, call: Invocation): Promise<string> {
  const path = `/apis/apps/v1/namespaces/${encodeURIComponent(deployment.metadata.namespace ?? "")}/replicasets`;
  const sets = kubeList.parse((await call.ask({ path })).body).items;
  const owned = sets.filter((set) =>
    set.metadata.ownerReferences?.some((owner) => owner.uid === deployment.metadata.uid),
  );
  const current = deployment.metadata.annotations?.[REVISION];
  const text = (set: KubeObject) =>
    `${set.metadata.name} (${textAt(set, "status", "replicas") || "0"}/${textAt(set, "spec", "replicas") || "0"} replicas created)`;
  const older = owned
    .filter((set) => set.metadata.annotations?.[REVISION] !== current)
    .sort((a, b) => (textAt(a, "metadata", "creationTimestamp") < textAt(b, "metadata", "creationTimestamp") ? -1 : 1));
  const newest = owned.filter((set) => set.metadata.annotations?.[REVISION] === current);
  return `OldReplicaSets:\t${older.map(text).join(", ") || "<none>"}\nNewReplicaSet:\t${newest.map(text).join(", ") || "<none>"}\n`;
}
