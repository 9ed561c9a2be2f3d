import { type AppInput, appModelNamed, FRESH_APP } from "./app-models.ts";
import type { LivePod, WorldContext } from "./context.ts";
import { createLogBook } from "./log-book.ts";
import type { Pod } from "./objects.ts";
import { podStatus } from "./pod-status.ts";
import { parseMemoryBytes } from "./quantity.ts";
import { workloadOfPod } from "./workloads.ts";

/** Starts to care for a pod that was just put into the store. */
export function adoptPod(context: WorldContext, pod: Pod): LivePod {
  const container = pod.spec.containers[0];
  const limit = container?.resources?.limits?.["memory"];
  const live: LivePod = {
    uid: pod.metadata.uid,
    key: { namespace: pod.metadata.namespace, name: pod.metadata.name },
    phase: "unscheduled",
    // A new pod is tried at once.
    phaseSeconds: Number.MAX_SAFE_INTEGER,
    ready: false,
    restarts: 0,
    crashes: 0,
    app: FRESH_APP,
    log: createLogBook(),
    previousLog: undefined,
    pid: 1,
    containerId: "",
    podIp: "",
    createdAtMs: context.nowMs,
    startedAtMs: context.nowMs,
    readyChangedAtMs: context.nowMs,
    lastTerminated: undefined,
    earlierTerminated: undefined,
    oomKilledAtSeconds: undefined,
    environment: Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value ?? ""])),
    memoryLimitBytes: limit === undefined ? undefined : parseMemoryBytes(limit),
    cpuSeconds: 0,
    logSeconds: 0,
    backOffEventSeconds: 0,
  };
  context.live.set(pod.metadata.uid, live);
  return live;
}

/**
 * What the memory model of a pod is asked with. A load balancer shares requests among ready replicas; workers share a
 * queue whose backlog waits for those that restart, so for them every replica counts.
 */
export function appInput(context: WorldContext, live: LivePod): Omit<AppInput, "seconds" | "random"> {
  const pod = context.store.get("pods", live.key);
  const app = pod?.metadata.labels?.["app"];
  const model = pod === undefined ? "small" : workloadOfPod(pod).model;
  const takesFromQueue = model === "nlp" || model === "ocr";
  const sharing = context.store.list("pods", live.key.namespace).filter(({ metadata }) => {
    const other = context.live.get(metadata.uid);
    const shares = takesFromQueue ? metadata.deletionTimestamp === undefined : other?.ready === true;
    return metadata.labels?.["app"] === app && shares;
  });
  return { environment: live.environment, scenario: context.scenario, replicas: Math.max(1, sharing.length) };
}

/** Resident bytes of the pod's main process; 0 when it does not run. */
export function memoryBytesOf(context: WorldContext, live: LivePod): number {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined || (live.phase !== "running" && live.phase !== "terminating")) {
    return 0;
  }
  return appModelNamed(workloadOfPod(pod).model).memoryBytes(live.app, appInput(context, live));
}

/** Writes the pod's status to the store. */
export function publishStatus(context: WorldContext, live: LivePod): void {
  const pod = context.store.get("pods", live.key);
  if (pod !== undefined) {
    const node = context.store.get("nodes", { name: pod.spec.nodeName ?? "" });
    const hostIp = node?.status.addresses[0]?.address ?? "";
    context.store.put("pods", { ...pod, status: podStatus(pod, live, hostIp) });
  }
}

/** Cores the pod's main process uses now; 0 when it does not run. */
export function cpuCoresOf(context: WorldContext, live: LivePod): number {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined || live.phase !== "running") {
    return 0;
  }
  return Math.max(0.001, appModelNamed(workloadOfPod(pod).model).cpuCores(live.app, appInput(context, live)));
}
