import type { LivePod, WorldContext } from "./world/context.ts";
import { memoryBytesOf } from "./world/live-pods.ts";
import type { Pod } from "./world/objects.ts";

/** An alert that is true now, told apart by its labels. */
export interface ActiveAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

const OOM_MEMORY_SECONDS = 10 * 60;
const OOM_SHARE = 0.9;
const TICKSTORM_LIMIT_BYTES = 800e6;
const RUNBOOKS = "https://github.com/example/runbooks/blob/main";

interface Watched {
  readonly context: WorldContext;
  readonly pod: Pod;
  readonly live: LivePod;
}

function placeOf({ pod }: Watched): Readonly<Record<string, string>> {
  return {
    cluster: "range",
    namespace: pod.metadata.namespace ?? "",
    pod: pod.metadata.name,
    container: pod.spec.containers[0]?.name ?? "",
    deployment: pod.metadata.labels?.["app"] ?? "",
  };
}

function wasKilledLately({ context, live }: Watched): boolean {
  return live.oomKilledAtSeconds !== undefined && context.processSeconds - live.oomKilledAtSeconds < OOM_MEMORY_SECONDS;
}

function memoryOom(watched: Watched): ActiveAlert | undefined {
  const { context, live, pod } = watched;
  const limit = live.memoryLimitBytes ?? Number.POSITIVE_INFINITY;
  const share = memoryBytesOf(context, live) / limit;
  const isKilled = wasKilledLately(watched);
  if (pod.metadata.namespace !== "sie" || (!isKilled && share < OOM_SHARE)) {
    return undefined;
  }
  const reason = isKilled
    ? `was OOMKilled (${live.restarts} restarts)`
    : `uses ${(share * 100).toFixed(0)} % of its limit`;
  return {
    labels: { alertname: "MemoryOOM", severity: "critical", ...placeOf(watched) },
    annotations: {
      summary: `${pod.metadata.name} ${reason}`,
      description: "Pod restarts with OOMKilled, memory > 90%",
      runbook_url: `${RUNBOOKS}/sie-memory-oom.md`,
    },
  };
}

function tickstormMemory(watched: Watched): ActiveAlert | undefined {
  const { context, live, pod } = watched;
  const bytes = memoryBytesOf(context, live);
  if (pod.metadata.labels?.["app"] !== "tickstorm" || bytes <= TICKSTORM_LIMIT_BYTES) {
    return undefined;
  }
  return {
    labels: { alertname: "TickStormMemoryUsageHigh", severity: "high", ...placeOf(watched) },
    annotations: {
      summary: `${pod.metadata.name} uses ${(bytes / 1e6).toFixed(0)} MB`,
      description: "TickStorm memory usage exceeds 800MB",
      runbook_url: `${RUNBOOKS}/tickstorm-high-memory.md`,
    },
  };
}

/** The alerts whose rules hold for the world at this moment. */
export function activeAlerts(context: WorldContext): readonly ActiveAlert[] {
  return context.store.list("pods").flatMap((pod) => {
    const live = context.live.get(pod.metadata.uid);
    const watched = live === undefined ? undefined : { context, pod, live };
    const alerts = watched === undefined ? [] : [memoryOom(watched), tickstormMemory(watched)];
    return alerts.filter((alert) => alert !== undefined);
  });
}
