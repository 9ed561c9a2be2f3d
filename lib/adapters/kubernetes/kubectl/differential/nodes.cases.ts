import type { Suite } from "./case";

export const suite: Suite = {
  verb: "drain",
  reads: [
    "cordon",
    "cordon nosuch",
    "cordon cm/settings -n $NS",
    "cordon -l own=nosuch",
    "uncordon nosuch",
    "drain",
    "drain nosuch",
    "taint nodes nosuch a=b:NoSchedule",
    "taint nodes nosuch a=b",
    "taint nodes nosuch a=b:Foo",
    "taint nodes nosuch a:NoSchedule a:NoSchedule-",
    "taint nodes a=b:NoSchedule",
    "taint nodes nosuch",
    "taint pods nosuch a=b:NoSchedule",
  ],
};
