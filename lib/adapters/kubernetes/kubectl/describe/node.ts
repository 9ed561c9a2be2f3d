import "server-only";
import type { ApiReply } from "../../connection";
import { serverFailure } from "../failure";
import { entriesAt, type KubeObject, listAt, member, textAt } from "../objects";
import { eventsOf, eventTable, subjectOf } from "./events";
import { tryList } from "./list";
import { nodeResourceLines } from "./node-resources";
import { refusalText } from "./refusal";
import {
  annotationLines,
  conditionTable,
  creationLine,
  flagAt,
  labelLines,
  linesUnder,
  longTime,
  optionalLine,
} from "./text";
import type { Viewing } from "./viewing";

const ROLE_PREFIX = "node-role.kubernetes.io/";
const ROLE_LABEL = "kubernetes.io/role";

const systemFields = [
  ["Machine ID", "machineID"],
  ["System UUID", "systemUUID"],
  ["Boot ID", "bootID"],
  ["Kernel Version", "kernelVersion"],
  ["OS Image", "osImage"],
  ["Operating System", "operatingSystem"],
  ["Architecture", "architecture"],
  ["Container Runtime Version", "containerRuntimeVersion"],
  ["Kubelet Version", "kubeletVersion"],
] as const;

/** kubectl describe node: with its pods, its lease and events. */
export async function describeNode(node: KubeObject, viewing: Viewing): Promise<string> {
  const { name } = node.metadata;
  const { call } = viewing;
  const [pods, lease, events] = await Promise.all([
    tryList({ path: "/api/v1/pods", fieldSelector: unfinishedPodsOn(name) }, viewing),
    call.connection.request({
      path: `/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${encodeURIComponent(name)}`,
      signal: call.io.signal,
    }),
    nodeEvents(node, viewing),
  ]);
  if (pods.refused && pods.refused.status !== 403) {
    throw serverFailure(pods.refused);
  }
  return [
    headLines(node),
    leaseLines(lease),
    conditionLines(node),
    capacityLines(node),
    `System Info:\n${systemFields.map(([label, key]) => `  ${label}:\t${textAt(node, "status", "nodeInfo", key)}\n`).join("")}`,
    optionalLine("PodCIDR", textAt(node, "spec", "podCIDR")),
    optionalLine("PodCIDRs", listAt(node, "spec", "podCIDRs").map(String).join(",")),
    optionalLine("ProviderID", textAt(node, "spec", "providerID")),
    pods.refused ? "Pods:\tnot authorized\n" : nodeResourceLines(node, pods.items, call.now()),
    events,
  ].join("");
}

function unfinishedPodsOn(name: string): string {
  return `spec.nodeName=${name},status.phase!=Succeeded,status.phase!=Failed`;
}

function headLines(node: KubeObject): string {
  const labels = entriesAt(node, "metadata", "labels");
  const roles = labels.flatMap(([key, value]) =>
    key.startsWith(ROLE_PREFIX) ? key.slice(ROLE_PREFIX.length) : key === ROLE_LABEL ? value : [],
  );
  const taints = listAt(node, "spec", "taints")
    .map((taint) => ({ order: `${textAt(taint, "effect")},${textAt(taint, "key")}`, text: taintText(taint) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1))
    .map(({ text }) => text);
  return [
    `Name:\t${node.metadata.name}\n`,
    `Roles:\t${[...new Set(roles.filter((role) => role !== ""))].sort().join(",") || "<none>"}\n`,
    labelLines(node),
    annotationLines(node),
    creationLine(node),
    linesUnder("Taints", taints),
    `Unschedulable:\t${flagAt(node, "spec", "unschedulable")}\n`,
  ].join("");
}

function taintText(taint: unknown): string {
  const [key, value, effect] = ["key", "value", "effect"].map((name) => textAt(taint, name));
  return `${key}${value ? `=${value}` : ""}${value || effect ? ":" : ""}${effect}`;
}

function leaseLines(reply: ApiReply): string {
  if (reply.status !== 200) {
    return `Lease:\tFailed to get lease: ${refusalText(reply)}\n`;
  }
  const time = (key: string) => {
    const at = textAt(reply.body, "spec", key);
    return at === "" ? "<unset>" : longTime(at);
  };
  const holder = textAt(reply.body, "spec", "holderIdentity") || "<unset>";
  return `Lease:\n  HolderIdentity:\t${holder}\n  AcquireTime:\t${time("acquireTime")}\n  RenewTime:\t${time("renewTime")}\n`;
}

function conditionLines(node: KubeObject): string {
  return conditionTable(
    node,
    "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage",
    (condition) =>
      `${textAt(condition, "type")} \t${textAt(condition, "status")} \t${longTime(textAt(condition, "lastHeartbeatTime"))} \t${longTime(textAt(condition, "lastTransitionTime"))} \t${textAt(condition, "reason")} \t${textAt(condition, "message")}`,
  );
}

function capacityLines(node: KubeObject): string {
  const addresses = listAt(node, "status", "addresses").map(
    (address) => `  ${textAt(address, "type")}:\t${textAt(address, "address")}\n`,
  );
  const list = (title: string, key: string) => {
    const rows = entriesAt(member(node, "status", key)).map(([name, amount]) => `  ${name}:\t${amount}\n`);
    return rows.length === 0 ? "" : `${title}:\n${rows.join("")}`;
  };
  return `Addresses:\n${addresses.join("")}${list("Capacity", "capacity")}${list("Allocatable", "allocatable")}`;
}

/** Controllers tell of a node by its uid, the kubelet by its name. */
async function nodeEvents(node: KubeObject, viewing: Viewing): Promise<string> {
  if (!viewing.showEvents) {
    return "";
  }
  const subject = { ...subjectOf(node.metadata), kind: node.kind };
  const found = await Promise.all([
    eventsOf(subject, viewing),
    eventsOf({ ...subject, uid: node.metadata.name }, viewing),
  ]);
  return eventTable(found.flat(), viewing.call.now());
}
