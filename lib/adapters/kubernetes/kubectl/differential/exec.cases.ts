import type { Suite } from "./case";

export const suite: Suite = {
  verb: "exec",
  reads: [
    "exec -n $NS deploy/api -- echo hello",
    { line: "exec -n $NS deploy/api -- nosuchprogram", normalise: ["execId"] },
    "exec -n $NS deploy/api -- sh -c",
    "exec -n $NS deploy/api -- sh -c 'echo out; echo err >&2; exit 7'",
    "exec -it -n $NS deploy/api -- pwd",
    "exec -n $NS nosuch -- true",
    "exec -n $NS deploy/api --",
  ],
};
