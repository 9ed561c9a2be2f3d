import "server-only";
import { type KubeObject, member, textAt } from "../objects";
import { eventLines } from "./events";
import { shownSelector } from "./selector";
import { countAt, nameLines, optionalLine } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe poddisruptionbudget. */
export async function describePodDisruptionBudget(budget: KubeObject, viewing: Viewing): Promise<string> {
  const least = textAt(budget, "spec", "minAvailable");
  const selector = member(budget, "spec", "selector");
  const count = (key: string) => countAt(budget, "status", key);
  return [
    nameLines(budget),
    optionalLine("Min available", least),
    least === "" ? optionalLine("Max unavailable", textAt(budget, "spec", "maxUnavailable")) : "",
    `Selector:\t${selector === undefined ? "<unset>" : shownSelector(selector)}\n`,
    "Status:\n",
    `    Allowed disruptions:\t${count("disruptionsAllowed")}\n`,
    `    Current:\t${count("currentHealthy")}\n`,
    `    Desired:\t${count("desiredHealthy")}\n`,
    `    Total:\t${count("expectedPods")}\n`,
    await eventLines(budget, viewing),
  ].join("");
}
