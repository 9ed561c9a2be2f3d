import "server-only";
import { type KubeObject, listAt, member, textAt } from "../objects";
import { eventLines } from "./events";
import { metricLines } from "./hpa-metrics";
import { conditionTable, countAt, creationLine, headLines, textOr } from "./text";
import type { Viewing } from "./viewing";

/** kubectl describe horizontalpodautoscaler, of the versions v2 and v1. */
export async function describeHorizontalPodAutoscaler(scaler: KubeObject, viewing: Viewing): Promise<string> {
  const target = member(scaler, "spec", "scaleTargetRef");
  const kind = textAt(target, "kind");
  const isV1 = scaler.apiVersion === "autoscaling/v1";
  return [
    headLines(scaler),
    creationLine(scaler),
    `Reference:\t${kind}/${textAt(target, "name")}\n`,
    isV1 ? processorLines(scaler) : metricLines(scaler),
    `Min replicas:\t${textOr("<unset>", scaler, "spec", "minReplicas")}\n`,
    `Max replicas:\t${countAt(scaler, "spec", "maxReplicas")}\n`,
    isV1 ? "" : behaviorLines(member(scaler, "spec", "behavior")),
    `${kind} pods:\t${countAt(scaler, "status", "currentReplicas")} current / ${countAt(scaler, "status", "desiredReplicas")} desired\n`,
    isV1 ? "" : conditionLines(scaler),
    await eventLines(scaler, viewing),
  ].join("");
}

function processorLines(scaler: KubeObject): string {
  const target = textAt(scaler, "spec", "targetCPUUtilizationPercentage");
  const current = textOr("<unknown>", scaler, "status", "currentCPUUtilizationPercentage");
  return target === "" ? "" : `Target CPU utilization:\t${target}%\nCurrent CPU utilization:\t${current}%\n`;
}

function conditionLines(scaler: KubeObject): string {
  return conditionTable(scaler, "Type\tStatus\tReason\tMessage", (condition) =>
    ["type", "status", "reason", "message"].map((key) => textAt(condition, key)).join("\t"),
  );
}

function behaviorLines(behavior: unknown): string {
  return behavior === undefined
    ? ""
    : `Behavior:\n${directionLines("Scale Up", member(behavior, "scaleUp"))}${directionLines("Scale Down", member(behavior, "scaleDown"))}`;
}

function directionLines(direction: string, rules: unknown): string {
  if (rules === undefined) {
    return "";
  }
  const window = textAt(rules, "stabilizationWindowSeconds");
  const policies = listAt(rules, "policies").map(
    (policy) =>
      `      - Type: ${textAt(policy, "type")}\tValue: ${countAt(policy, "value")}\tPeriod: ${countAt(policy, "periodSeconds")} seconds\n`,
  );
  const select = `    Select Policy: ${textAt(rules, "selectPolicy") || "Max"}\n    Policies:\n`;
  return [
    `  ${direction}:\n`,
    window === "" ? "" : `    Stabilization Window: ${window} seconds\n`,
    policies.length === 0 ? "" : `${select}${policies.join("")}`,
  ].join("");
}
