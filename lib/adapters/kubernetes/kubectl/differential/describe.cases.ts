import type { Suite } from "./case";

export const suite: Suite = {
  verb: "describe",
  reads: [
    "describe deploy sie-api -n sie",
    "describe deploy web -n $NS",
    "describe pod -n sie -l app=sie-api",
    "describe pod sie-api -n sie",
    "describe pods -n spec-to-proof",
    "describe pods -n spec-to-proof --show-events",
    "describe pod nosuch -n sie",
    "describe pods -n nosuch",
  ],
};
