import "server-only";
import { type KubeObject, textAt } from "../objects";
import { eventLines } from "./events";
import { flatMap } from "./selector";
import { countAt, flagAt } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe priorityclass. */
export async function describePriorityClass(priority: KubeObject, viewing: Viewing): Promise<string> {
  return [
    `Name:\t${priority.metadata.name}\n`,
    `Value:\t${countAt(priority, "value")}\n`,
    `GlobalDefault:\t${flagAt(priority, "globalDefault")}\n`,
    `PreemptionPolicy:\t${textAt(priority, "preemptionPolicy")}\n`,
    `Description:\t${textAt(priority, "description")}\n`,
    `Annotations:\t${flatMap(priority, "metadata", "annotations")}\n`,
    await eventLines(priority, viewing),
  ].join("");
}
