import "server-only";
import type { Invocation } from "../invocation";
import { entriesAt, type KubeObject, listAt, textAt } from "../objects";
import { containerLines, initContainerLines } from "./containers";
import { eventLines } from "./events";
import { schedulingLines, volumeLines } from "./scheduling";
import { annotationLines, conditionLines, longTime, mapLines } from "./text";

/** kubectl describe pod, tab-separated; order and words are those of k8s.io/kubectl/pkg/describe. */
export async function describePod(
  pod: KubeObject,
  call: Invocation,
  { showEvents }: { readonly showEvents: boolean },
): Promise<string> {
  const owner = pod.metadata.ownerReferences?.find((reference) => reference.controller === true);
  const node = textAt(pod, "spec", "nodeName");
  const ips = listAt(pod, "status", "podIPs").map((entry) => textAt(entry, "ip"));
  const reason = textAt(pod, "status", "reason");
  const spec = pod["spec"];
  const start = textAt(pod, "status", "startTime");
  return [
    `Name:\t${pod.metadata.name}\n`,
    `Namespace:\t${pod.metadata.namespace ?? ""}\n`,
    `Priority:\t${textAt(spec, "priority") || "0"}\n`,
    textAt(spec, "priorityClassName") && `Priority Class Name:\t${textAt(spec, "priorityClassName")}\n`,
    textAt(spec, "serviceAccountName") && `Service Account:\t${textAt(spec, "serviceAccountName")}\n`,
    `Node:\t${node === "" ? "<none>" : `${node}/${textAt(pod, "status", "hostIP")}`}\n`,
    start && `Start Time:\t${longTime(start)}\n`,
    mapLines("Labels", entriesAt(pod, "metadata", "labels")),
    annotationLines(pod),
    `Status:\t${textAt(pod, "status", "phase")}\n`,
    reason && `Reason:\t${reason}\n`,
    textAt(pod, "status", "message") && `Message:\t${textAt(pod, "status", "message")}\n`,
    `IP:\t${textAt(pod, "status", "podIP")}\n`,
    ips.length === 0 ? "IPs:\t<none>\n" : `IPs:\n${ips.map((ip) => `  IP:\t${ip}\n`).join("")}`,
    owner && `Controlled By:\t${owner.kind}/${owner.name}\n`,
    initContainerLines(spec, listAt(pod, "status", "initContainerStatuses"), ""),
    containerLines(spec, listAt(pod, "status", "containerStatuses"), ""),
    conditionLines(pod, { withReason: false }),
    volumeLines(spec, ""),
    `QoS Class:\t${textAt(pod, "status", "qosClass")}\n`,
    schedulingLines(spec, ""),
    showEvents && (await eventLines(pod, call)),
  ]
    .filter(Boolean)
    .join("");
}
