/** Escapes text for use inside a PromQL regular expression in double quotes (RE2, then Go string). */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\\\$&").replaceAll('"', '\\"');
}

type PodsOf = { readonly namespace: string; readonly workload: string; readonly workloadKind: string };

/**
 * Matchers for the containers of a workload's pods: exactly what owners name their pods, no POD sandbox, no sums over
 * cgroups. Generated name parts are Kubernetes' own alphabet.
 */
export function podMatchers({ namespace, workload, workloadKind }: PodsOf): string {
  const name = escaped(workload);
  const suffix =
    workloadKind === "statefulset"
      ? "-[0-9]+"
      : workloadKind === "daemonset"
        ? "-[a-z0-9]{5}"
        : "-[a-z0-9]{1,10}-[a-z0-9]{5}";
  return `namespace="${escaped(namespace)}",pod=~"${name}${suffix}|${name}",container!="",container!="POD"`;
}

/** The working set per pod and container, spikes kept at the chart's step. */
export function workingSetQuery(pods: PodsOf, stepSeconds: number): string {
  return `max by (pod, container) (max_over_time(container_memory_working_set_bytes{${podMatchers(pods)}}[${Math.max(stepSeconds, 15)}s]))`;
}

/** The memory limit per pod and container, as the kubelet or kube-state-metrics tells it. */
export function limitQuery(pods: PodsOf): string {
  const matchers = podMatchers(pods);
  return `max by (pod, container) (kube_pod_container_resource_limits{${matchers},resource="memory"} or (container_spec_memory_limit_bytes{${matchers}} > 0))`;
}
