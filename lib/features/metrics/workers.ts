import "server-only";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import { readWorkload, type Workload } from "@/lib/adapters/kubernetes/workload";
import { getLog } from "@/lib/adapters/log/process-log";
import type { Worker } from "@/lib/core/kernel/worker";
import { findCluster } from "@/lib/features/cluster/runtime";
import { listPodParameters } from "@/lib/features/incident/data";
import { followPod } from "@/lib/features/incident/mutations/follow-pod";
import { recordOomKill } from "./mutations/record-oom-kill";

const LOOK_MS = 5_000;
const ASK_MS = 4_000;

/** Watches the workloads of open incidents: OOM kills go on the timeline, parameters follow replaced pods. */
export const metricsWorker: Worker = {
  name: "metrics",
  start: async () => {
    let looking = Promise.resolve();
    const timer = setInterval(() => {
      looking = lookAtAll().catch((error: unknown) => getLog().warn("Watching workloads failed", { error }));
    }, LOOK_MS);
    return async () => {
      clearInterval(timer);
      await looking;
    };
  },
};

type OpenIncident = {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly openedAt: Date;
};

async function lookAtAll(): Promise<void> {
  const scope: Scope = {
    actor: { kind: "system", name: "Headroom" },
    database: await databaseReady(),
    now: new Date(),
  };
  const open = await scope.database.incident.findMany({
    where: { openKey: { not: null } },
    select: { id: true, cluster: true, namespace: true, workload: true, openedAt: true },
    take: 100,
  });
  await Promise.all(open.map((incident) => lookAt(scope, incident)));
}

async function lookAt(scope: Scope, incident: OpenIncident): Promise<void> {
  const cluster = findCluster(incident.cluster);
  if (!cluster) {
    return;
  }
  try {
    const workload = await readWorkload(
      cluster.connection(),
      { namespace: incident.namespace, name: incident.workload },
      AbortSignal.timeout(ASK_MS),
    );
    if (workload) {
      await recordKills(scope, incident, workload);
      await followPods(scope, incident, workload);
    }
  } catch (error) {
    getLog().debug("A workload could not be looked at", { incident: incident.id, error });
  }
}

/** What happened up to half an hour before the incident opened is part of its story. */
const BEFORE_SECONDS = 1_800;

async function recordKills(scope: Scope, incident: OpenIncident, workload: Workload): Promise<void> {
  const since = incident.openedAt.getTime() / 1000 - BEFORE_SECONDS;
  for (const pod of workload.pods) {
    for (const kill of pod.oomKills.filter(({ atSeconds }) => atSeconds >= since)) {
      const at = new Date(kill.atSeconds * 1000).toISOString();
      await recordOomKill(scope, { incidentId: incident.id, pod: pod.name, container: kill.container, at });
    }
  }
}

async function followPods(scope: Scope, incident: OpenIncident, workload: Workload): Promise<void> {
  const names = new Set(workload.pods.map((pod) => pod.name));
  const [newest] = [...workload.pods].sort((a, b) => b.createdSeconds - a.createdSeconds);
  if (!newest) {
    return;
  }
  for (const parameter of await listPodParameters(scope.database, incident.id)) {
    if (!names.has(parameter.value)) {
      await followPod(scope, {
        incidentId: incident.id,
        name: parameter.name,
        gone: parameter.value,
        successor: newest.name,
      });
    }
  }
}
