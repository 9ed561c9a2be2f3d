import type { ContainerStatus, Pod } from "../../world/objects.ts";
import { AGE_COLUMN, age, type Cell, column, NAME_COLUMN, type TableShape } from "./table.ts";

function isRunningAndReady({ ready, state }: ContainerStatus): boolean {
  return ready && state.running !== undefined;
}

function shownStatus(pod: Pod): string {
  if (pod.metadata.deletionTimestamp !== undefined) {
    return "Terminating";
  }
  const reasons = (pod.status.containerStatuses ?? []).flatMap(({ state }) => {
    const reason = state.waiting?.reason ?? state.terminated?.reason;
    return reason === undefined ? [] : [reason];
  });
  return reasons[0] ?? pod.status.phase;
}

function shownRestarts(statuses: readonly ContainerStatus[], nowMs: number): string {
  const restarts = statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  const last = statuses
    .flatMap(({ lastState }) => lastState.terminated?.finishedAt ?? [])
    .sort()
    .at(-1);
  return restarts === 0 || last === undefined ? String(restarts) : `${restarts} (${age(last, nowMs)} ago)`;
}

/** Columns and cells of pods, after `printPod` of the API server. */
export const POD_TABLE: TableShape<Pod> = {
  columns: [
    NAME_COLUMN,
    column("Ready"),
    column("Status"),
    column("Restarts"),
    AGE_COLUMN,
    column("IP", { priority: 1 }),
    column("Node", { priority: 1 }),
    column("Nominated Node", { priority: 1 }),
    column("Readiness Gates", { priority: 1 }),
  ],
  cells: (pod, nowMs): readonly Cell[] => {
    const statuses = pod.status.containerStatuses ?? [];
    return [
      pod.metadata.name,
      `${statuses.filter(isRunningAndReady).length}/${pod.spec.containers.length}`,
      shownStatus(pod),
      shownRestarts(statuses, nowMs),
      age(pod.metadata.creationTimestamp, nowMs),
      pod.status.podIP ?? "<none>",
      pod.spec.nodeName ?? "<none>",
      "<none>",
      "<none>",
    ];
  },
};
