import "server-only";
import { ageOf } from "../durations";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { containerBlocks, resourceLines } from "./containers";
import { eventsOf, eventTable, subjectOf } from "./events";
import { qualityOfService } from "./quality-of-service";
import { placementLines, spreadLines } from "./scheduling";
import { annotationLines, controllerLine, labelLines, longTime, nameLines, optionalLine } from "./text";
import type { Viewing } from "./viewing";
import { volumeLines } from "./volumes";

const MIRROR = "kubernetes.io/config.mirror";

/** kubectl describe pod; order and words are those of k8s.io/kubectl/pkg/describe. */
export async function describePod(pod: KubeObject, viewing: Viewing): Promise<string> {
  const spec = pod["spec"];
  const resources = member(spec, "resources");
  return [
    nameLines(pod),
    placeLines(spec, pod),
    labelLines(pod),
    annotationLines(pod),
    phaseLines(pod, viewing),
    addressLines(pod),
    controllerLine(pod),
    optionalLine("NominatedNodeName", textAt(pod, "status", "nominatedNodeName")),
    resources === undefined ? "" : `Resources:\n${resourceLines(resources, "  ")}`,
    containerBlocks(spec, { pod, indent: "" }),
    gateLines(pod),
    conditionLines(pod),
    volumeLines(spec, ""),
    `QoS Class:\t${qualityOfService(pod)}\n`,
    placementLines(spec, ""),
    spreadLines(spec, ""),
    await podEvents(pod, viewing),
  ].join("");
}

function placeLines(spec: unknown, pod: KubeObject): string {
  const node = textAt(spec, "nodeName");
  const start = textAt(pod, "status", "startTime");
  return [
    optionalLine("Priority", textAt(spec, "priority")),
    optionalLine("Priority Class Name", textAt(spec, "priorityClassName")),
    optionalLine("Runtime Class Name", textAt(spec, "runtimeClassName")),
    optionalLine("Service Account", textAt(spec, "serviceAccountName")),
    `Node:\t${node === "" ? "<none>" : `${node}/${textAt(pod, "status", "hostIP")}`}\n`,
    start ? `Start Time:\t${longTime(start)}\n` : "",
  ].join("");
}

function phaseLines(pod: KubeObject, { call }: Viewing): string {
  const phase = textAt(pod, "status", "phase");
  const deletedAt = textAt(pod, "metadata", "deletionTimestamp");
  const isEnding = deletedAt !== "" && phase !== "Failed" && phase !== "Succeeded";
  const grace = textAt(pod, "metadata", "deletionGracePeriodSeconds");
  const profile = member(pod, "spec", "securityContext", "seccompProfile");
  return [
    isEnding
      ? `Status:\tTerminating (lasts ${ageOf(deletedAt, call.now())})\nTermination Grace Period:\t${grace}s\n`
      : `Status:\t${phase}\n`,
    optionalLine("Reason", textAt(pod, "status", "reason")),
    optionalLine("Message", textAt(pod, "status", "message")),
    optionalLine("SeccompProfile", textAt(profile, "type")),
    textAt(profile, "type") === "Localhost" ? `LocalhostProfile:\t${textAt(profile, "localhostProfile")}\n` : "",
  ].join("");
}

function addressLines(pod: KubeObject): string {
  const ips = listAt(pod, "status", "podIPs").map((entry) => `  IP:\t${textAt(entry, "ip")}\n`);
  const list = ips.length === 0 ? "IPs:\t<none>\n" : `IPs:\n${ips.join("")}`;
  return `IP:\t${textAt(pod, "status", "podIP")}\n${list}`;
}

function gateLines(pod: KubeObject): string {
  const gates = listAt(pod, "spec", "readinessGates").map((gate) => textAt(gate, "conditionType"));
  const conditions = listAt(pod, "status", "conditions");
  const rows = gates.map((type) => {
    const condition = conditions.find((candidate) => textAt(candidate, "type") === type);
    return `  ${type} \t${condition === undefined ? "<none>" : textAt(condition, "status")} \n`;
  });
  return rows.length === 0 ? "" : `Readiness Gates:\n  Type\tStatus\n${rows.join("")}`;
}

function conditionLines(pod: KubeObject): string {
  const rows = listAt(pod, "status", "conditions").map(
    (condition) => `  ${textAt(condition, "type")} \t${textAt(condition, "status")} \n`,
  );
  return rows.length === 0 ? "" : `Conditions:\n  Type\tStatus\n${rows.join("")}`;
}

/** Of any kind of subject; those of a static pod are told of the uid that its node made up. */
async function podEvents(pod: KubeObject, viewing: Viewing): Promise<string> {
  if (!viewing.showEvents) {
    return "";
  }
  const subject = subjectOf(pod.metadata);
  const events = await eventsOf({ ...subject, uid: pod.metadata.annotations?.[MIRROR] ?? subject.uid }, viewing);
  return eventTable(events, viewing.call.now());
}
