import { timestamp, type WorldContext } from "./context.ts";
import type { Condition, Deployment, DeploymentStatus, ReplicaSet } from "./objects.ts";
import { rolloutRoom } from "./rollout-room.ts";

type ConditionWish = Pick<Condition, "type" | "status"> & { readonly reason: string; readonly message: string };

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
}

function availability(deployment: Deployment, counts: Counts): ConditionWish {
  const { missing } = rolloutRoom(deployment.spec.replicas, deployment.spec.strategy.rollingUpdate);
  return counts.available >= deployment.spec.replicas - missing
    ? {
        type: "Available",
        status: "True",
        reason: "MinimumReplicasAvailable",
        message: "Deployment has minimum availability.",
      }
    : {
        type: "Available",
        status: "False",
        reason: "MinimumReplicasUnavailable",
        message: "Deployment does not have minimum availability.",
      };
}

function isComplete({ spec }: Deployment, counts: Counts): boolean {
  return counts.updated === spec.replicas && counts.replicas === spec.replicas && counts.available >= spec.replicas;
}

function progress(context: WorldContext, deployment: Deployment, counts: Counts & { set: string }): ConditionWish {
  const before = deployment.status.conditions?.find(({ type }) => type === "Progressing");
  const isDone = isComplete(deployment, counts);
  if (isDone || (before?.reason === "NewReplicaSetAvailable" && before.message?.includes(counts.set) === true)) {
    return {
      type: "Progressing",
      status: "True",
      reason: "NewReplicaSetAvailable",
      message: `ReplicaSet "${counts.set}" has successfully progressed.`,
    };
  }
  const since = Date.parse(before?.lastUpdateTime ?? timestamp(context.nowMs));
  const isStuck = before?.reason !== "NewReplicaSetAvailable" && hasNotMoved(deployment, counts);
  if (isStuck && context.nowMs - since > deployment.spec.progressDeadlineSeconds * 1000) {
    return {
      type: "Progressing",
      status: "False",
      reason: "ProgressDeadlineExceeded",
      message: `ReplicaSet "${counts.set}" has timed out progressing.`,
    };
  }
  return {
    type: "Progressing",
    status: "True",
    reason: "ReplicaSetUpdated",
    message: `ReplicaSet "${counts.set}" is progressing.`,
  };
}

function hasNotMoved({ status }: Deployment, counts: Counts): boolean {
  return (
    (status.replicas ?? 0) === counts.replicas &&
    (status.updatedReplicas ?? 0) === counts.updated &&
    (status.readyReplicas ?? 0) === counts.ready
  );
}

function merged(deployment: Deployment, wish: ConditionWish, change: { now: string; moved: boolean }): Condition {
  const { now, moved } = change;
  const before = deployment.status.conditions?.find(({ type }) => type === wish.type);
  const isSame = before?.reason === wish.reason && before.message === wish.message;
  const keepsUpdate = isSame && !(wish.reason === "ReplicaSetUpdated" && moved);
  return {
    ...wish,
    lastUpdateTime: keepsUpdate ? (before?.lastUpdateTime ?? now) : now,
    lastTransitionTime: before?.status === wish.status ? before.lastTransitionTime : now,
  };
}

/** The status the deployment controller would write, given the sets it owns (newest revision last). */
export function deploymentStatus(
  context: WorldContext,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
): DeploymentStatus {
  const sum = (count: (set: ReplicaSet) => number): number => sets.reduce((all, set) => all + count(set), 0);
  const current = sets.at(-1);
  const counts = {
    replicas: sum((set) => set.status.replicas),
    updated: current?.status.replicas ?? 0,
    ready: sum((set) => set.status.readyReplicas ?? 0),
    available: sum((set) => set.status.availableReplicas ?? 0),
    set: current?.metadata.name ?? "",
  };
  const unavailable = Math.max(0, sum((set) => set.spec.replicas) - counts.available);
  const change = { now: timestamp(context.nowMs), moved: !hasNotMoved(deployment, counts) };
  const wishes = [availability(deployment, counts), progress(context, deployment, counts)];
  return {
    ...(deployment.metadata.generation === undefined ? {} : { observedGeneration: deployment.metadata.generation }),
    ...omitZeros({
      replicas: counts.replicas,
      updatedReplicas: counts.updated,
      readyReplicas: counts.ready,
      availableReplicas: counts.available,
      unavailableReplicas: unavailable,
    }),
    conditions: wishes.map((wish) => merged(deployment, wish, change)),
  };
}

/** Kubernetes leaves counters of zero out of a status. */
export function omitZeros(counts: Readonly<Record<string, number>>): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}
