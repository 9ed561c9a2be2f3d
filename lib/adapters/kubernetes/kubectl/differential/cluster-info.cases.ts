import type { Suite } from "./case";

export const suite: Suite = {
  verb: "cluster-info",
  reads: [
    "cluster-info",
    "cluster-info -n $NS",
    "cluster-info -n nosuch",
    "cluster-info extra",
    "cluster-info --nosuch",
  ],
};
