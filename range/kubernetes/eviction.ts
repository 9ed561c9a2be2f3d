import { endPod } from "../world/pod-commands.ts";
import { type ApiCall, type ApiOutcome, isDryRun } from "./api-call.ts";
import { storedObject } from "./reads.ts";

/** Evicts a pod. There are no disruption budgets in the range, so nothing stands in the way. */
export function evictPod(call: ApiCall): ApiOutcome {
  const pod = storedObject(call);
  if (!isDryRun(call.query)) {
    endPod(call.cluster.world.context, pod.metadata, false);
  }
  return { code: 201, body: { kind: "Status", apiVersion: "v1", metadata: {}, status: "Success", code: 201 } };
}
