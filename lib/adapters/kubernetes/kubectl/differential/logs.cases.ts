import type { Suite } from "./case";

export const suite: Suite = {
  verb: "logs",
  reads: [
    "logs deploy/api -n $NS --tail=2",
    "logs talker -n $NS",
    { line: "logs talker -n $NS -f --tail=5", lines: 5 },
    "logs nosuch -n $NS",
    "logs deploy/api -n $NS --tail=x",
    "logs deploy/api -n $NS -c nosuch",
  ],
};
