import type { WorldContext } from "./context.ts";
import type { KubernetesObject } from "./objects.ts";
import { endPod } from "./pod-commands.ts";

/** Removes what a deleted deployment or replica set leaves behind, as the garbage collector does. */
export function collectOrphans(context: WorldContext): void {
  const owners = new Set(
    [...context.store.list("deployments"), ...context.store.list("replicasets")].map(({ metadata }) => metadata.uid),
  );
  const isOrphan = ({ metadata }: KubernetesObject): boolean => {
    const owner = metadata.ownerReferences?.[0]?.uid;
    return owner !== undefined && !owners.has(owner);
  };
  for (const set of context.store.list("replicasets").filter(isOrphan)) {
    context.store.remove("replicasets", set.metadata);
  }
  for (const pod of context.store.list("pods").filter(isOrphan)) {
    if (pod.metadata.deletionTimestamp === undefined) {
      endPod(context, pod.metadata, false);
    }
  }
}
