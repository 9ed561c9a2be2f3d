import type { Suite } from "./case";

export const suite: Suite = {
  verb: "patch",
  reads: ["patch deploy/nosuch -n $NS -p {}"],
  changes: [
    {
      line: `patch deploy $NAME -n $NS -p '{"spec":{"template":{"spec":{"containers":[{"name":"app","resources":{"limits":{"memory":"70Mi"}}}]}}}}'`,
      fixture: "deployment",
      result: "deploy/$NAME",
    },
    { line: "patch deploy $NAME -n $NS -p {}", fixture: "deployment", result: "deploy/$NAME" },
    {
      line: `patch deploy $NAME -n $NS --type=merge -p '{"metadata":{"labels":{"n":"1"}}}'`,
      fixture: "deployment",
      result: "deploy/$NAME",
    },
  ],
};
