import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { clusterHeadLines, conditionTable, longTime } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe servicecidr. */
export async function describeServiceCidr(range: KubeObject, viewing: Viewing): Promise<string> {
  const conditions = conditionTable(
    range,
    "Type\tStatus\tLastTransitionTime\tReason\tMessage",
    (condition) =>
      `${textAt(condition, "type")}\t${textAt(condition, "status")}\t${longTime(textAt(condition, "lastTransitionTime"))}\t${textAt(condition, "reason")}\t${textAt(condition, "message")}`,
  );
  return [
    clusterHeadLines(range),
    `CIDRs:\t${listAt(range, "spec", "cidrs").map(String).join(", ")}\n`,
    conditions === "" ? "" : `Status:\n${conditions}`,
    await eventLines(range, viewing),
  ].join("");
}

/** kubectl describe ipaddress. */
export async function describeIpAddress(address: KubeObject, viewing: Viewing): Promise<string> {
  const parent = member(address, "spec", "parentRef");
  const fields = [
    ["Group", "group"],
    ["Resource", "resource"],
    ["Namespace", "namespace"],
    ["Name", "name"],
  ] as const;
  const lines = fields.map(([label, key]) => `  ${label}:\t${textAt(parent, key)}\n`);
  return [
    clusterHeadLines(address),
    parent === undefined ? "" : `Parent Reference:\n${lines.join("")}`,
    await eventLines(address, viewing),
  ].join("");
}
