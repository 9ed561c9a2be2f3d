import type { Suite } from "./case";

export const suite: Suite = {
  verb: "set",
  reads: [
    "set env deploy/nosuch -n $NS A=1",
    {
      line: "set env deploy/web -n $NS --list",
      differs: { why: "init containers are not listed yet", parts: ["stdout"] },
    },
  ],
  changes: [
    {
      line: "set env deploy/$NAME -n $NS BATCH=1",
      fixture: "deployment",
      result: "deploy/$NAME",
      differs: { why: "a strategic merge puts a new variable first, the real one appends it", parts: ["object"] },
    },
    { line: "set env deploy/$NAME -n $NS PORT=8080", fixture: "deployment", result: "deploy/$NAME" },
    { line: "set resources deploy/$NAME -n $NS --limits=memory=64Mi", fixture: "deployment", result: "deploy/$NAME" },
  ],
};
