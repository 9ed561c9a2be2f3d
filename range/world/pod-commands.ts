import type { WorldContext } from "./context.ts";
import { terminatePod } from "./kubelet.ts";
import { adoptPod, publishStatus } from "./live-pods.ts";
import type { ObjectKey } from "./object-store.ts";

/** Lets a pod that was just stored begin to live. */
export function startPod(context: WorldContext, key: ObjectKey): void {
  const pod = context.store.get("pods", key);
  if (pod !== undefined) {
    publishStatus(context, adoptPod(context, pod));
  }
}

/** Ends a pod: gracefully, or at once when forced. Its replica set makes another one. */
export function endPod(context: WorldContext, key: ObjectKey, isForced: boolean): void {
  const pod = context.store.get("pods", key);
  const live = context.live.get(pod?.metadata.uid ?? "");
  if (live !== undefined && !isForced) {
    terminatePod(context, live);
    return;
  }
  live?.log.close();
  context.live.delete(pod?.metadata.uid ?? "");
  context.store.remove("pods", key);
}
