import { timestamp, type WorldContext } from "./context.ts";
import type { KubernetesObject, ObjectMeta, OwnerReference } from "./objects.ts";

/** Metadata of a new object: uid and creation time are set, the store adds the resource version. */
export function objectMeta(
  context: WorldContext,
  key: { readonly name: string; readonly namespace?: string },
): ObjectMeta {
  return {
    name: key.name,
    ...(key.namespace === undefined ? {} : { namespace: key.namespace }),
    uid: context.random.uuid(),
    resourceVersion: "",
    creationTimestamp: timestamp(context.nowMs),
  };
}

export function ownerReference(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}
