import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { selectorText, shownSelector } from "./selector";
import { annotationLines, labelLines, nameLines } from "./text";

const FOR_ALL = "<none> (Allowing the specific traffic to all pods in this namespace)";

type Direction = {
  readonly policyType: string;
  readonly word: string;
  readonly rules: string;
  readonly peers: string;
  readonly peer: string;
  readonly anyPeer: string;
};

const directions: readonly Direction[] = [
  {
    policyType: "Ingress",
    word: "ingress",
    rules: "ingress",
    peers: "from",
    peer: "From:",
    anyPeer: "From: <any> (traffic not restricted by source)",
  },
  {
    policyType: "Egress",
    word: "egress",
    rules: "egress",
    peers: "to",
    peer: "To:",
    anyPeer: "To: <any> (traffic not restricted by destination)",
  },
];

/** kubectl describe networkpolicy: without events. */
export async function describeNetworkPolicy(policy: KubeObject): Promise<string> {
  const created = (policy.metadata.creationTimestamp ?? "").replace("T", " ").replace("Z", " +0000 UTC");
  const pods = selectorText(member(policy, "spec", "podSelector")) || FOR_ALL;
  const types = listAt(policy, "spec", "policyTypes").map(String);
  return [
    nameLines(policy),
    `Created on:\t${created}\n`,
    labelLines(policy),
    annotationLines(policy),
    `Spec:\n  PodSelector:     ${pods}\n`,
    directions.map((direction) => directionLines(direction, policy, types)).join(""),
    `  Policy Types: ${types.join(", ") || "<none>"}\n`,
  ].join("");
}

function directionLines(direction: Direction, policy: KubeObject, types: readonly string[]): string {
  if (!types.includes(direction.policyType)) {
    return `  Not affecting ${direction.word} traffic\n`;
  }
  const rules = listAt(policy, "spec", direction.rules).map((rule) => ruleLines(rule, direction));
  const isolated = `    <none> (Selected pods are isolated for ${direction.word} connectivity)\n`;
  return `  Allowing ${direction.word} traffic:\n${rules.join("    ----------\n") || isolated}`;
}

function ruleLines(rule: unknown, direction: Direction): string {
  const ports = listAt(rule, "ports").map((port) => `    ${portText(port)}\n`);
  const peers = listAt(rule, direction.peers).map((peer) => `    ${direction.peer}\n${peerLines(peer)}`);
  return [
    ports.join("") || "    To Port: <any> (traffic allowed to all ports)\n",
    peers.join("") || `    ${direction.anyPeer}\n`,
  ].join("");
}

function portText(port: unknown): string {
  const protocol = textAt(port, "protocol") || "TCP";
  const end = textAt(port, "endPort");
  const first = member(port, "port") === undefined ? "<nil>" : textAt(port, "port");
  return end === "" ? `To Port: ${first}/${protocol}` : `To Port Range: ${first}-${end}/${protocol}`;
}

function peerLines(peer: unknown): string {
  const [pods, namespaces, block] = ["podSelector", "namespaceSelector", "ipBlock"].map((key) => member(peer, key));
  const selectors = [
    namespaces === undefined ? "" : `      NamespaceSelector: ${shownSelector(namespaces)}\n`,
    pods === undefined ? "" : `      PodSelector: ${shownSelector(pods)}\n`,
  ].join("");
  if (selectors !== "" || block === undefined) {
    return selectors;
  }
  const except = listAt(block, "except").map(String).join(", ");
  return `      IPBlock:\n        CIDR: ${textAt(block, "cidr")}\n        Except: ${except}\n`;
}
