import { type LivePod, timestamp } from "./context.ts";
import type { Condition, ContainerState, ContainerStatus, Pod, PodStatus } from "./objects.ts";

/** Seconds the kubelet waits before the next restart: 10 s doubling to five minutes, none after the first exit. */
export function backOffSeconds(crashes: number): number {
  return crashes <= 1 ? 0 : Math.min(300, 10 * 2 ** (crashes - 2));
}

const QOS_BY_RESOURCES = (pod: Pod): string => {
  const resources = pod.spec.containers[0]?.resources;
  if (resources?.limits === undefined && resources?.requests === undefined) {
    return "BestEffort";
  }
  const { limits = {}, requests = {} } = resources;
  const same = ["cpu", "memory"].every((name) => limits[name] !== undefined && limits[name] === requests[name]);
  return same ? "Guaranteed" : "Burstable";
};

function containerState(pod: Pod, live: LivePod): ContainerState {
  switch (live.phase) {
    case "unscheduled":
    case "creating":
      return { waiting: { reason: "ContainerCreating" } };
    case "running":
    case "terminating":
      return { running: { startedAt: timestamp(live.startedAtMs) } };
    case "exited":
      return live.lastTerminated === undefined ? {} : { terminated: live.lastTerminated };
    case "backing-off": {
      const { name, namespace } = pod.metadata;
      const container = pod.spec.containers[0]?.name ?? "";
      const wait = `${backOffSeconds(live.crashes)}s`.replace("300s", "5m0s");
      return {
        waiting: {
          reason: "CrashLoopBackOff",
          message: `back-off ${wait} restarting failed container=${container} pod=${name}_${namespace}(${pod.metadata.uid})`,
        },
      };
    }
  }
}

function conditions(live: LivePod): readonly Condition[] {
  const created = timestamp(live.createdAtMs);
  const changed = timestamp(live.readyChangedAtMs);
  const ready = live.ready ? { status: "True" as const } : { status: "False" as const, reason: "ContainersNotReady" };
  return [
    {
      type: "PodReadyToStartContainers",
      status: live.phase === "creating" ? "False" : "True",
      lastTransitionTime: created,
    },
    { type: "Initialized", status: "True", lastTransitionTime: created },
    { type: "Ready", ...ready, lastTransitionTime: changed },
    { type: "ContainersReady", ...ready, lastTransitionTime: changed },
    { type: "PodScheduled", status: "True", lastTransitionTime: created },
  ];
}

function containerStatuses(pod: Pod, live: LivePod): readonly ContainerStatus[] {
  const state = containerState(pod, live);
  const terminated = live.phase === "exited" ? live.earlierTerminated : live.lastTerminated;
  const isRunning = live.phase === "running" || live.phase === "terminating";
  return pod.spec.containers.map((container) => ({
    name: container.name,
    ready: live.ready,
    started: isRunning,
    restartCount: live.restarts,
    image: container.image,
    imageID: live.containerId === "" ? "" : `${container.image.split(":")[0]}@sha256:${"4d".repeat(32)}`,
    ...(live.containerId === "" ? {} : { containerID: `containerd://${live.containerId}` }),
    state,
    // While the container stands exited, its end is its state, and the one before is its last state.
    lastState: terminated === undefined ? {} : { terminated },
  }));
}

/** The status object the kubelet would write for the pod. */
export function podStatus(pod: Pod, live: LivePod, hostIp: string): PodStatus {
  const qosClass = QOS_BY_RESOURCES(pod);
  if (live.phase === "unscheduled") {
    return { phase: "Pending", qosClass };
  }
  const address = live.phase === "creating" ? {} : { podIP: live.podIp, podIPs: [{ ip: live.podIp }] };
  return {
    phase: live.phase === "creating" ? "Pending" : "Running",
    conditions: conditions(live),
    hostIP: hostIp,
    ...address,
    startTime: timestamp(live.createdAtMs),
    qosClass,
    containerStatuses: containerStatuses(pod, live),
  };
}
