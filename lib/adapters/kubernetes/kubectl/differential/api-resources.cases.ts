import type { Suite } from "./case";

export const suite: Suite = {
  verb: "api-resources",
  reads: [
    "api-resources",
    "api-resources -o wide",
    "api-resources -o name",
    "api-resources --no-headers",
    "api-resources --namespaced",
    "api-resources --namespaced=false",
    "api-resources --api-group=apps",
    "api-resources --api-group=''",
    "api-resources --api-group=apps -o name --no-headers",
    "api-resources --api-group=nosuch",
    "api-resources --verbs=list,get --namespaced -o name",
    "api-resources --verbs=list --verbs=nosuch",
    "api-resources --categories=all",
    "api-resources --sort-by=name",
    "api-resources --sort-by=kind",
    "api-resources --cached=false",
    "api-resources --sort-by=nosuch",
    "api-resources -o nosuch",
    "api-resources pods",
    "api-resources --nosuch",
  ],
};
