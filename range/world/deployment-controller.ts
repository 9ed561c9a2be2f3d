import type { WorldContext } from "./context.ts";
import { deploymentStatus } from "./deployment-status.ts";
import { recordEvent } from "./event-recorder.ts";
import { objectMeta, ownerReference } from "./object-meta.ts";
import type { Deployment, ReplicaSet } from "./objects.ts";
import { rolloutRoom } from "./rollout-room.ts";
import { templateHash } from "./template-hash.ts";

const REVISION = "deployment.kubernetes.io/revision";
const DESIRED = "deployment.kubernetes.io/desired-replicas";
const MAX = "deployment.kubernetes.io/max-replicas";

const revisionOf = (set: ReplicaSet): number => Number(set.metadata.annotations?.[REVISION] ?? 0);

/** The replica sets a deployment owns, oldest revision first. */
export function ownedReplicaSets(context: WorldContext, deployment: Deployment): readonly ReplicaSet[] {
  return context.store
    .list("replicasets", deployment.metadata.namespace)
    .filter((set) => set.metadata.ownerReferences?.[0]?.uid === deployment.metadata.uid)
    .sort((left, right) => revisionOf(left) - revisionOf(right));
}

function hashOf(deployment: Deployment): string {
  return templateHash(deployment.spec.template);
}

function describeScaling(
  context: WorldContext,
  deployment: Deployment,
  change: { set: string; from: number; to: number },
) {
  const verb = change.to > change.from ? "up" : "down";
  recordEvent(context, {
    about: deployment,
    type: "Normal",
    reason: "ScalingReplicaSet",
    message: `Scaled ${verb} replica set ${change.set} from ${change.from} to ${change.to}`,
    component: "deployment-controller",
  });
}

interface Rollout {
  readonly context: WorldContext;
  readonly deployment: Deployment;
}

function scaleSet({ context, deployment }: Rollout, set: ReplicaSet, replicas: number): void {
  if (set.spec.replicas === replicas) {
    return;
  }
  describeScaling(context, deployment, { set: set.metadata.name, from: set.spec.replicas, to: replicas });
  const { surge } = rolloutRoom(deployment.spec.replicas, deployment.spec.strategy.rollingUpdate);
  context.store.put("replicasets", {
    ...set,
    metadata: {
      ...set.metadata,
      generation: (set.metadata.generation ?? 1) + 1,
      annotations: {
        ...set.metadata.annotations,
        [DESIRED]: String(deployment.spec.replicas),
        [MAX]: String(deployment.spec.replicas + surge),
      },
    },
    spec: { ...set.spec, replicas },
  });
}

function newSetFor({ context, deployment }: Rollout, revision: number): ReplicaSet {
  const hash = hashOf(deployment);
  const { template } = deployment.spec;
  const labels = { ...template.metadata.labels, "pod-template-hash": hash };
  const { namespace = "default", name } = deployment.metadata;
  return {
    apiVersion: "apps/v1",
    kind: "ReplicaSet",
    metadata: {
      ...objectMeta(context, { namespace, name: `${name}-${hash}` }),
      generation: 1,
      labels,
      annotations: { [REVISION]: String(revision), [DESIRED]: String(deployment.spec.replicas) },
      ownerReferences: [ownerReference(deployment)],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: { ...deployment.spec.selector.matchLabels, "pod-template-hash": hash } },
      template: { ...template, metadata: { ...template.metadata, labels } },
    },
    status: { replicas: 0 },
  };
}

/** The set of the current template; made, or given the newest revision again, when it is not the newest. */
function currentSet(rollout: Rollout): ReplicaSet {
  const { context, deployment } = rollout;
  const owned = ownedReplicaSets(context, deployment);
  const newest = owned.at(-1);
  const hash = hashOf(deployment);
  const found = owned.find((set) => set.metadata.labels?.["pod-template-hash"] === hash);
  if (found !== undefined && found === newest) {
    return found;
  }
  const revision = newest === undefined ? 1 : revisionOf(newest) + 1;
  const set = found ?? newSetFor(rollout, revision);
  const annotations = { ...set.metadata.annotations, [REVISION]: String(revision) };
  const stored = context.store.put("replicasets", { ...set, metadata: { ...set.metadata, annotations } });
  context.store.put("deployments", {
    ...deployment,
    metadata: {
      ...deployment.metadata,
      annotations: { ...deployment.metadata.annotations, [REVISION]: String(revision) },
    },
  });
  return stored;
}

const total = (sets: readonly ReplicaSet[], count: (set: ReplicaSet) => number): number =>
  sets.reduce((sum, set) => sum + count(set), 0);

function growNew(rollout: Rollout, current: ReplicaSet, old: readonly ReplicaSet[]): void {
  const { replicas, strategy } = rollout.deployment.spec;
  const { surge } = rolloutRoom(replicas, strategy.rollingUpdate);
  const others = total(old, (set) => set.spec.replicas);
  if (strategy.type === "Recreate") {
    const gone = total(old, (set) => set.status.replicas) === 0;
    scaleSet(rollout, current, gone ? replicas : 0);
    return;
  }
  const room = Math.max(0, replicas + surge - others - current.spec.replicas);
  const wanted = others === 0 ? replicas : Math.min(replicas, current.spec.replicas + room);
  scaleSet(rollout, current, wanted);
}

/** Takes pods from old sets: first those that are not ready anyway, then as many as availability allows. */
function shrinkOld(rollout: Rollout, current: ReplicaSet, old: readonly ReplicaSet[]): void {
  const { replicas, strategy } = rollout.deployment.spec;
  const { missing } = rolloutRoom(replicas, strategy.rollingUpdate);
  const sets = [...old, current];
  const newUnavailable = current.spec.replicas - (current.status.availableReplicas ?? 0);
  let removable = total(sets, (set) => set.spec.replicas) - (replicas - missing) - newUnavailable;
  let spare = total(sets, (set) => set.status.availableReplicas ?? 0) - (replicas - missing);
  for (const set of old) {
    const ready = set.status.availableReplicas ?? 0;
    const unhealthy = Math.max(0, set.spec.replicas - ready);
    const dead = Math.min(unhealthy, Math.max(0, removable));
    const healthy = Math.min(ready, Math.max(0, Math.min(spare, removable - dead)));
    const taken = strategy.type === "Recreate" ? set.spec.replicas : dead + healthy;
    removable -= taken;
    spare -= healthy;
    scaleSet(rollout, set, set.spec.replicas - taken);
  }
}

function forgetOldSets({ context, deployment }: Rollout, old: readonly ReplicaSet[]): void {
  const idle = old.filter((set) => set.spec.replicas === 0 && set.status.replicas === 0);
  for (const set of idle.slice(0, Math.max(0, idle.length - deployment.spec.revisionHistoryLimit))) {
    context.store.remove("replicasets", set.metadata);
  }
}

/** Moves one deployment a step towards its spec and writes its status. */
export function stepDeployment(context: WorldContext, deployment: Deployment): void {
  const rollout = { context, deployment };
  if (deployment.spec.paused !== true) {
    const current = currentSet(rollout);
    const old = ownedReplicaSets(context, deployment).filter((set) => set.metadata.uid !== current.metadata.uid);
    growNew(rollout, current, old);
    const grown = context.store.get("replicasets", current.metadata) ?? current;
    shrinkOld(rollout, grown, old);
    forgetOldSets(rollout, old);
  }
  const fresh = context.store.get("deployments", deployment.metadata);
  if (fresh !== undefined) {
    const status = deploymentStatus(context, fresh, ownedReplicaSets(context, fresh));
    if (JSON.stringify(status) !== JSON.stringify(fresh.status)) {
      context.store.put("deployments", { ...fresh, status });
    }
  }
}
