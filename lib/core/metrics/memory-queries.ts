/** Which pods a panel is of. `pods`, when known, are exactly these; else the names that the workload gives its pods. */
export type PodsOf = {
  readonly namespace: string;
  readonly workload: string;
  readonly workloadKind: string;
  readonly pods?: readonly string[];
  readonly container?: string;
};

/** The text of a PromQL string in double quotes. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/** Escapes text for an RE2 expression. */
function escaped(text: string): string {
  return text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");
}

/** Kubernetes cuts the part before the random letters of a generated name here (SimpleNameGenerator, 63 - 5). */
const GENERATED_BASE = 58;
const POD_LETTERS = "[a-z0-9]{5}";

function podPattern({ workload, workloadKind, pods }: PodsOf): string {
  if (pods !== undefined && pods.length > 0) {
    return pods.map(escaped).join("|");
  }
  const name = escaped(workload);
  switch (workloadKind.toLowerCase()) {
    case "pod":
      return name;
    case "statefulset":
      return `${name}-[0-9]+`;
    case "daemonset":
    case "replicaset":
    case "job":
      return `${escaped(`${workload}-`.slice(0, GENERATED_BASE))}${POD_LETTERS}`;
    default:
      // A Deployment's ReplicaSet adds up to ten letters; in a long name they are what is cut.
      return workload.length + 12 <= GENERATED_BASE
        ? `${name}-[a-z0-9]{1,10}-${POD_LETTERS}|${name}`
        : `${escaped(workload.slice(0, GENERATED_BASE))}[a-z0-9-]*${POD_LETTERS}|${name}`;
  }
}

/**
 * Matchers for the containers of a workload's pods: exactly what owners name their pods (Prometheus anchors the
 * pattern), no POD sandbox, no sums over cgroups.
 */
export function podMatchers(pods: PodsOf): string {
  const container =
    pods.container === undefined ? 'container!="",container!="POD"' : `container=${quoted(pods.container)}`;
  return `namespace=${quoted(pods.namespace)},pod=~${quoted(podPattern(pods))},${container}`;
}

/** The shortest window that holds a sample of a Prometheus that scrapes every 15 seconds. */
const SHORTEST_WINDOW_SECONDS = 15;

function highest(metric: string, pods: PodsOf, stepSeconds: number): string {
  const window = Math.max(Math.ceil(stepSeconds), SHORTEST_WINDOW_SECONDS);
  return `max by (pod, container) (max_over_time(${metric}{${podMatchers(pods)}}[${window}s]))`;
}

/** The working set per pod and container (what the kernel counts against the limit), spikes kept at the chart's step. */
export function workingSetQuery(pods: PodsOf, stepSeconds: number): string {
  return highest("container_memory_working_set_bytes", pods, stepSeconds);
}

/** The resident memory per pod and container, spikes kept at the chart's step. */
function rssQuery(pods: PodsOf, stepSeconds: number): string {
  return highest("container_memory_rss", pods, stepSeconds);
}

/** The memory limit per pod and container, as kube-state-metrics or the kubelet tells it; no series means no limit. */
export function limitQuery(pods: PodsOf): string {
  const matchers = podMatchers(pods);
  return (
    `max by (pod, container) (kube_pod_container_resource_limits{${matchers},resource="memory"})` +
    ` or max by (pod, container) (container_spec_memory_limit_bytes{${matchers}} > 0)`
  );
}

/** The memory request per pod and container, as kube-state-metrics tells it. */
function requestQuery(pods: PodsOf): string {
  return `max by (pod, container) (kube_pod_container_resource_requests{${podMatchers(pods)},resource="memory"})`;
}

export type MemoryPanelQueries = {
  readonly workingSet: string;
  readonly rss: string;
  readonly limit: string;
  readonly request: string;
};

/** The PromQL of the standard memory panel of a workload, for a chart with the given step. */
export function memoryPanelQueries(pods: PodsOf, stepSeconds: number): MemoryPanelQueries {
  return {
    workingSet: workingSetQuery(pods, stepSeconds),
    rss: rssQuery(pods, stepSeconds),
    limit: limitQuery(pods),
    request: requestQuery(pods),
  };
}
