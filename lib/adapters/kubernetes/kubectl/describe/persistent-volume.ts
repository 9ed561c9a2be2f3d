import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { accessModes, storageClass } from "./claim";
import { eventLines } from "./events";
import { clusterHeadLines, goList, linesUnder, optionalLine, textOr } from "./text";
import { statusLine, type Viewing } from "./viewing";
import { volumeSourceLines } from "./volume-source";

/** kubectl describe persistentvolume. */
export async function describePersistentVolume(volume: KubeObject, viewing: Viewing): Promise<string> {
  const claim = member(volume, "spec", "claimRef");
  return [
    clusterHeadLines(volume),
    `Finalizers:\t${goList(listAt(volume, "metadata", "finalizers"))}\n`,
    `StorageClass:\t${storageClass(volume)}\n`,
    statusLine(volume, textAt(volume, "status", "phase"), viewing),
    `Claim:\t${claim === undefined ? "" : `${textAt(claim, "namespace")}/${textAt(claim, "name")}`}\n`,
    `Reclaim Policy:\t${textAt(volume, "spec", "persistentVolumeReclaimPolicy")}\n`,
    `Access Modes:\t${accessModes(listAt(volume, "spec", "accessModes"))}\n`,
    optionalLine("VolumeMode", textAt(volume, "spec", "volumeMode")),
    `Capacity:\t${textOr("0", volume, "spec", "capacity", "storage")}\n`,
    affinityLines(member(volume, "spec", "nodeAffinity", "required")),
    `Message:\t${textAt(volume, "status", "message")}\n`,
    `Source:\n${volumeSourceLines(volume["spec"], "persistent volume")}`,
    await eventLines(volume, viewing),
  ].join("");
}

function affinityLines(required: unknown): string {
  if (required === undefined) {
    return "Node Affinity:\t<none>\n";
  }
  const terms = listAt(required, "nodeSelectorTerms").map((term, index) =>
    linesUnder(`Term ${index}`, listAt(term, "matchExpressions").map(expressionText), { indent: "    " }),
  );
  return `Node Affinity:\t\n  Required Terms:\t${terms.length === 0 ? "<none>" : ""}\n${terms.join("")}`;
}

function expressionText(expression: unknown): string {
  const values = listAt(expression, "values").map(String);
  const list = values.length === 0 ? "" : ` [${values.join(", ")}]`;
  return `${textAt(expression, "key")} ${textAt(expression, "operator").toLowerCase()}${list}`;
}
