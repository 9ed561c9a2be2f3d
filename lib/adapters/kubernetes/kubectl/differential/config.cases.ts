import type { Suite } from "./case";

export const suite: Suite = {
  verb: "config",
  reads: [
    "config view --minify -o kyaml",
    "version -o kyaml",
    "config current-context",
    "config get-contexts",
    "config get-contexts --no-headers",
    "config get-contexts -o name",
    "config get-contexts nosuch",
    "config get-contexts -o wide",
    "config get-clusters",
    "config get-users",
    "config view",
    "config view --minify",
    "config view -o json",
    "config view -o jsonpath='{.contexts[*].name}'",
    "config view --minify -o jsonpath='{..namespace}'",
    "config view --minify --output 'jsonpath={.clusters[0].cluster.server}'",
    {
      line: "config view --minify --flatten",
      differs: { why: "what opens a door is never shown", parts: ["stdout"] },
    },
    "config view -o name",
    "config view extra",
    "config view -o nosuch",
    "config view --nosuch",
    "config nosuch",
  ],
};
