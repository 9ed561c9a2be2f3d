import "server-only";
import { CommandFailure } from "../../failure";
import type { Flags } from "../../flags";
import { type KubeObject, kubeObject, listAt, member } from "../../objects";

const REFUSED = "error: failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1:";

/** An autoscaler in the API's first version, which knows the share of the CPU alone. Throws kubectl's error. */
export function firstVersionOf(object: KubeObject | null, flags: Flags): KubeObject {
  const [metric, ...more] = listAt(object, "spec", "metrics");
  const share = member(metric, "resource", "target", "averageUtilization");
  if (flags.get("cpu") === undefined) {
    throw new CommandFailure(`${REFUSED} empty input`);
  }
  if (more.length > 0 || share === undefined) {
    throw new CommandFailure(`${REFUSED} %!w(<nil>)`);
  }
  const { metrics: _metrics, ...spec } = Object.assign({ metrics: null }, member(object, "spec"));
  return kubeObject.parse({
    ...object,
    apiVersion: "autoscaling/v1",
    spec: { ...spec, targetCPUUtilizationPercentage: share },
    status: { currentReplicas: 0, desiredReplicas: 0 },
  });
}
