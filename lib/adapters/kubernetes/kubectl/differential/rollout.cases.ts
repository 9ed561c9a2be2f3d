import type { Suite } from "./case";

export const suite: Suite = {
  verb: "rollout",
  reads: [
    "rollout history deploy/web -n $NS",
    "rollout status deploy/web -n $NS",
    "rollout status deploy/nosuch -n $NS",
  ],
  changes: [
    {
      line: "rollout restart deploy/$NAME -n $NS",
      fixture: "deployment",
      result: "deploy/$NAME",
    },
    {
      line: "rollout undo deploy/$NAME -n $NS",
      fixture: "deployment",
      before: ["set env deploy/$NAME -n $NS A=1", "rollout status deploy/$NAME -n $NS"],
      result: "deploy/$NAME",
    },
  ],
};
