import { appMetrics } from "./world/app-metrics.ts";
import type { LivePod, WorldContext } from "./world/context.ts";
import { memoryBytesOf } from "./world/live-pods.ts";
import type { Container, Pod } from "./world/objects.ts";
import { parseCpuCores, parseMemoryBytes } from "./world/quantity.ts";
import { workloadOfPod } from "./world/workloads.ts";

export interface SampleStore {
  append(labels: Readonly<Record<string, string>>, atSeconds: number, value: number): void;
}

type Labels = Readonly<Record<string, string>>;
type Append = (name: string, labels: Labels, value: number) => void;

interface Scrape {
  readonly context: WorldContext;
  readonly live: LivePod;
  readonly pod: Pod;
  readonly container: Container;
  readonly append: Append;
}

const CADVISOR: Labels = { job: "kubelet", metrics_path: "/metrics/cadvisor" };
const STATE_METRICS: Labels = { job: "kube-state-metrics" };

/** The file cache that counts as used but not as working set. */
const FILE_CACHE_SHARE = 0.05;

function scrapeKubelet({ context, live, pod, container, append }: Scrape): void {
  const memory = memoryBytesOf(context, live);
  if (memory === 0) {
    return;
  }
  const node = pod.spec.nodeName ?? "";
  const labels = {
    ...CADVISOR,
    namespace: pod.metadata.namespace ?? "",
    pod: pod.metadata.name,
    container: container.name,
    image: container.image,
    node,
    instance: node,
  };
  append("container_memory_working_set_bytes", labels, Math.round(memory));
  append("container_memory_rss", labels, Math.round(memory * 0.97));
  append("container_memory_usage_bytes", labels, Math.round(memory * (1 + FILE_CACHE_SHARE)));
  append("container_memory_cache", labels, Math.round(memory * FILE_CACHE_SHARE));
  append("container_cpu_usage_seconds_total", labels, live.cpuSeconds);
  append("container_start_time_seconds", labels, Math.floor(live.startedAtMs / 1000));
  append("container_spec_memory_limit_bytes", labels, live.memoryLimitBytes ?? 0);
}

function scrapeResources({ container, append }: Scrape, labels: Labels): void {
  const { limits = {}, requests = {} } = container.resources ?? {};
  for (const [kind, amounts] of Object.entries({ limits, requests })) {
    const memory = parseMemoryBytes(amounts["memory"] ?? "");
    const cores = parseCpuCores(amounts["cpu"] ?? "");
    if (memory !== undefined) {
      append(`kube_pod_container_resource_${kind}`, { ...labels, resource: "memory", unit: "byte" }, memory);
    }
    if (cores !== undefined) {
      append(`kube_pod_container_resource_${kind}`, { ...labels, resource: "cpu", unit: "core" }, cores);
    }
  }
}

function scrapeState(scrape: Scrape): void {
  const { pod, live, container, append } = scrape;
  const place = { ...STATE_METRICS, namespace: pod.metadata.namespace ?? "", pod: pod.metadata.name };
  const labels = { ...place, container: container.name, node: pod.spec.nodeName ?? "", uid: pod.metadata.uid };
  scrapeResources(scrape, labels);
  append("kube_pod_container_status_restarts_total", labels, live.restarts);
  append("kube_pod_container_status_ready", labels, Number(live.ready));
  append("kube_pod_container_status_running", labels, Number(live.phase === "running"));
  append("kube_pod_status_phase", { ...place, phase: pod.status.phase }, 1);
  if (live.lastTerminated !== undefined) {
    // As in kube-state-metrics, the reason stays set until the next end of the container.
    append("kube_pod_container_status_last_terminated_reason", { ...labels, reason: live.lastTerminated.reason }, 1);
  }
  if (live.phase === "backing-off") {
    append("kube_pod_container_status_waiting_reason", { ...labels, reason: "CrashLoopBackOff" }, 1);
  }
  const owner = pod.metadata.ownerReferences?.[0];
  if (owner !== undefined) {
    append(
      "kube_pod_owner",
      { ...place, owner_kind: owner.kind, owner_name: owner.name, owner_is_controller: "true" },
      1,
    );
  }
}

function scrapeApp({ context, live, pod, container, append }: Scrape): void {
  const workload = workloadOfPod(pod);
  const labels = {
    job: workload.name,
    namespace: pod.metadata.namespace ?? "",
    pod: pod.metadata.name,
    container: container.name,
    instance: `${live.podIp}:${workload.port}`,
  };
  if (live.podIp !== "") {
    append("up", labels, Number(live.phase === "running"));
  }
  for (const { name, samples } of appMetrics(context, live)) {
    for (const { suffix = "", labels: own, value } of samples) {
      append(`${name}${suffix}`, { ...labels, ...own }, value);
    }
  }
}

function scrapeDeployments(context: WorldContext, append: Append): void {
  for (const { metadata, spec, status } of context.store.list("deployments")) {
    const labels = { ...STATE_METRICS, namespace: metadata.namespace ?? "", deployment: metadata.name };
    append("kube_deployment_spec_replicas", labels, spec.replicas);
    append("kube_deployment_status_replicas_available", labels, status.availableReplicas ?? 0);
    append("kube_deployment_status_observed_generation", labels, status.observedGeneration ?? 0);
  }
  for (const set of context.store.list("replicasets")) {
    const owner = set.metadata.ownerReferences?.[0]?.name ?? "";
    const place = { ...STATE_METRICS, namespace: set.metadata.namespace ?? "", replicaset: set.metadata.name };
    append("kube_replicaset_owner", { ...place, owner_kind: "Deployment", owner_name: owner }, 1);
  }
}

/** Takes one sample of everything that a Prometheus of this cluster would scrape. */
export function scrapeWorld(context: WorldContext, store: SampleStore, atMs: number): void {
  const append: Append = (name, labels, value) => store.append({ __name__: name, ...labels }, atMs / 1000, value);
  for (const pod of context.store.list("pods")) {
    const live = context.live.get(pod.metadata.uid);
    const container = pod.spec.containers[0];
    if (live !== undefined && container !== undefined) {
      const scrape: Scrape = { context, live, pod, container, append };
      scrapeKubelet(scrape);
      scrapeState(scrape);
      scrapeApp(scrape);
    }
  }
  scrapeDeployments(context, append);
}
