import type { Suite } from "./case";

export const suite: Suite = {
  verb: "get",
  standsStill: true,
  reads: ["get --raw /apis/metrics.k8s.io/v1beta1/nodes"],
};
