import type { Parameter, ParameterKind } from "@/lib/core/runbook/runbook";
import type { Target } from "./incident";

export type Filling = { readonly name: string; readonly value: string; readonly because: string };

const labelOfKind: Partial<Record<ParameterKind, readonly string[]>> = {
  pod: ["pod", "pod_name"],
  container: ["container", "container_name"],
  node: ["node", "kubernetes_node"],
  host: ["instance", "host"],
  image: ["image"],
};

/** What a runbook's parameters can be filled with when an incident opens: from the alert's labels and the target. */
export function fillParameters(
  parameters: readonly Parameter[],
  known: { readonly labels: Readonly<Record<string, string>>; readonly target: Target },
): readonly Filling[] {
  return parameters.flatMap((parameter) => fillingOf(parameter, known) ?? []);
}

function fillingOf(
  parameter: Parameter,
  { labels, target }: { readonly labels: Readonly<Record<string, string>>; readonly target: Target },
): Filling | null {
  const { name, kind } = parameter;
  if (kind.value === "namespace") {
    return { name, value: target.namespace, because: "the incident's namespace" };
  }
  if (kind.value === "deployment" && target.workload !== "unknown") {
    return { name, value: target.workload, because: "the incident's workload" };
  }
  const label = (labelOfKind[kind.value] ?? []).find((candidate) => labels[candidate]);
  const value = label === undefined ? undefined : labels[label];
  return label === undefined || value === undefined ? null : { name, value, because: `label ${label}` };
}
