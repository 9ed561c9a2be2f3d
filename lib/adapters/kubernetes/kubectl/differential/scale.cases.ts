import type { Suite } from "./case";

export const suite: Suite = {
  verb: "scale",
  reads: ["scale deploy/nosuch -n $NS --replicas=1", "scale deploy/web -n $NS"],
  changes: [
    { line: "scale deploy/$NAME -n $NS --replicas=1", fixture: "deployment", result: "deploy/$NAME" },
    { line: "scale deploy $NAME -n $NS --replicas=0", fixture: "running deployment", result: "deploy/$NAME" },
  ],
};
