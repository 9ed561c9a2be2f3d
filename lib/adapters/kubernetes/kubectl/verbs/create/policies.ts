import "server-only";
import { CommandFailure } from "../../failure";
import { pairOf } from "../../pairs";
import { canonicalQuantity } from "../../quantities";
import type { CreateKind } from "./kind";

export const quota: CreateKind = {
  name: "quota",
  saysFailed: "failed to create quota:",
  flags: { hard: { kind: "value" }, scopes: { kind: "value" } },
  make: (flags) => {
    const [hard, scopes] = [flags.get("hard") ?? "", flags.get("scopes") ?? ""];
    const spec = {
      ...(hard !== "" && { hard: Object.fromEntries(hard.split(",").map(amount)) }),
      ...(scopes !== "" && { scopes: scopes.split(",") }),
    };
    return { apiVersion: "v1", kind: "ResourceQuota", spec, status: {} };
  },
};

function amount(pair: string): readonly [string, string] {
  const [name = "", text, ...more] = pair.split("=");
  if (text === undefined || more.length > 0) {
    throw new CommandFailure(`error: Invalid argument syntax ${pair}, expected <resource>=<value>`);
  }
  const quantity = canonicalQuantity(text);
  if (quantity === null) {
    throw new CommandFailure(
      "error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  }
  return [name, quantity];
}

export const disruptionBudget: CreateKind = {
  name: "poddisruptionbudget",
  saysFailed: "failed to create poddisruptionbudgets:",
  flags: { selector: { kind: "value" }, "min-available": { kind: "value" }, "max-unavailable": { kind: "value" } },
  make: (flags) => {
    const value = (long: string) => flags.get(long) ?? "";
    const [selector, least, most] = [value("selector"), value("min-available"), value("max-unavailable")];
    const problems: readonly (readonly [boolean, string])[] = [
      [selector === "", "a selector must be specified"],
      [least === "" && most === "", "one of min-available or max-unavailable must be specified"],
      [least !== "" && most !== "", "min-available and max-unavailable cannot be both specified"],
    ];
    const found = problems.find(([isThere]) => isThere);
    if (found) {
      throw new CommandFailure(`error: ${found[1]}`);
    }
    const limit = least === "" ? { maxUnavailable: numberOrText(most) } : { minAvailable: numberOrText(least) };
    const matchLabels = Object.fromEntries(selector.split(",").map(pairOf));
    return {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      spec: { ...limit, selector: { matchLabels } },
      status: { currentHealthy: 0, desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 },
    };
  },
};

function numberOrText(text: string): number | string {
  return /^\d+$/.test(text) ? Number(text) : text;
}

export const priorityClass: CreateKind = {
  name: "priorityclass",
  saysFailed: "failed to create priorityclass:",
  isClusterWide: true,
  flags: {
    value: { kind: "int" },
    "global-default": { kind: "switch" },
    description: { kind: "value" },
    "preemption-policy": { kind: "value" },
  },
  make: (flags) => {
    const description = flags.get("description") ?? "";
    return {
      apiVersion: "scheduling.k8s.io/v1",
      kind: "PriorityClass",
      value: Number(flags.get("value") ?? 0),
      ...(flags.has("global-default") && { globalDefault: true }),
      ...(description !== "" && { description }),
      preemptionPolicy: flags.get("preemption-policy") || "PreemptLowerPriority",
    };
  },
};
