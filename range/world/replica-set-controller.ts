import type { WorldContext } from "./context.ts";
import { omitZeros } from "./deployment-status.ts";
import { recordEvent } from "./event-recorder.ts";
import { terminatePod } from "./kubelet.ts";
import { adoptPod, publishStatus } from "./live-pods.ts";
import { objectMeta, ownerReference } from "./object-meta.ts";
import type { Pod, ReplicaSet } from "./objects.ts";

function podsOf(context: WorldContext, set: ReplicaSet): readonly Pod[] {
  return context.store
    .list("pods", set.metadata.namespace)
    .filter((pod) => pod.metadata.ownerReferences?.[0]?.uid === set.metadata.uid);
}

const isEnding = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined;

function createPod(context: WorldContext, set: ReplicaSet): void {
  const { template } = set.spec;
  const name = `${set.metadata.name}-${context.random.suffix(5)}`;
  const { annotations, labels } = template.metadata;
  const pod = context.store.put("pods", {
    apiVersion: "v1",
    kind: "Pod",
    metadata: {
      ...objectMeta(context, { namespace: set.metadata.namespace ?? "default", name }),
      generateName: `${set.metadata.name}-`,
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences: [ownerReference(set)],
    },
    spec: template.spec,
    status: { phase: "Pending", qosClass: "Burstable" },
  });
  publishStatus(context, adoptPod(context, pod));
  const message = `Created pod: ${name}`;
  recordEvent(context, {
    about: set,
    type: "Normal",
    reason: "SuccessfulCreate",
    message,
    component: "replicaset-controller",
  });
}

function deletePod(context: WorldContext, set: ReplicaSet, pod: Pod): void {
  const live = context.live.get(pod.metadata.uid);
  if (live !== undefined) {
    terminatePod(context, live);
  }
  const message = `Deleted pod: ${pod.metadata.name}`;
  recordEvent(context, {
    about: set,
    type: "Normal",
    reason: "SuccessfulDelete",
    message,
    component: "replicaset-controller",
  });
}

/** Which pods go first when a set shrinks: those not ready, then the youngest. */
function byWorth(context: WorldContext): (left: Pod, right: Pod) => number {
  const worth = (pod: Pod): number => {
    const live = context.live.get(pod.metadata.uid);
    return (live?.ready === true ? 0 : 1e15) + (live?.createdAtMs ?? 0);
  };
  return (left, right) => worth(right) - worth(left);
}

/** Makes and ends pods until the set has as many as its spec says, and writes its status. */
export function stepReplicaSet(context: WorldContext, set: ReplicaSet): void {
  const staying = podsOf(context, set).filter((pod) => !isEnding(pod));
  for (let count = staying.length; count < set.spec.replicas; count += 1) {
    createPod(context, set);
  }
  const surplus = Math.max(0, staying.length - set.spec.replicas);
  for (const pod of [...staying].sort(byWorth(context)).slice(0, surplus)) {
    deletePod(context, set, pod);
  }
  const pods = podsOf(context, set).filter((pod) => !isEnding(pod));
  const ready = pods.filter((pod) => context.live.get(pod.metadata.uid)?.ready === true).length;
  const status = {
    replicas: pods.length,
    ...omitZeros({ fullyLabeledReplicas: pods.length, readyReplicas: ready, availableReplicas: ready }),
    ...(set.metadata.generation === undefined ? {} : { observedGeneration: set.metadata.generation }),
  };
  const stored = context.store.get("replicasets", set.metadata);
  if (stored !== undefined && JSON.stringify(stored.status) !== JSON.stringify(status)) {
    context.store.put("replicasets", { ...stored, status });
  }
}
