import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { clusterHeadLines, creationLine, goList } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe csinode. */
export async function describeCsiNode(node: KubeObject, viewing: Viewing): Promise<string> {
  const drivers = member(node, "spec", "drivers");
  return [
    clusterHeadLines(node),
    creationLine(node),
    "Spec:\n",
    drivers === undefined || drivers === null ? "" : `  Drivers:\n${listAt(drivers).map(driverLines).join("")}`,
    await eventLines(node, viewing),
  ].join("");
}

function driverLines(driver: unknown): string {
  const count = textAt(driver, "allocatable", "count");
  const topology = member(driver, "topologyKeys");
  return [
    `    ${textAt(driver, "name")}:\n`,
    `      Node ID:\t${textAt(driver, "nodeID")}\n`,
    count === "" ? "" : `      Allocatables:\n        Count:\t${count}\n`,
    topology === undefined || topology === null ? "" : `      Topology Keys:\t${goList(listAt(topology))}\n`,
  ].join("");
}
