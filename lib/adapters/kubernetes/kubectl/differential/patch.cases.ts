import type { Suite } from "./case";

const change = (line: string) => ({ line, fixture: "deployment", result: "deploy/$NAME" });

export const suite: Suite = {
  verb: "patch",
  reads: [
    "patch deploy/nosuch -n $NS -p {}",
    "patch -n $NS -p {}",
    "patch deploy web -n $NS",
    "patch deploy -n $NS -p {}",
    "patch deploy web -n $NS --patch-file=nosuch.yaml",
    "patch deploy web -n $NS --patch-file=nosuch.yaml -p {}",
    "patch deploy web -n $NS --type=foo -p {}",
    "patch deploy web -n $NS -p '{bad'",
    "patch deploy web -n $NS -p 'a: b: c'",
    `patch deploy web -n $NS -p '{"spec":{"replicas":"x"}}'`,
    `patch deploy web -n $NS --type=json -p '[{"op":"remove","path":"/spec/nosuch"}]'`,
    `patch deploy web -n $NS --type=json -p '[{"op":"test","path":"/spec/replicas","value":9}]'`,
    `patch deploy web -n $NS -p '{"metadata":{"labels":{"k":"v"}}}' --dry-run=server`,
    "patch deploy web -n $NS --subresource=foo --type=merge -p {}",
    `patch node nosuch -p '{"spec":{"unschedulable":true}}'`,
  ],
  changes: [
    change(
      `patch deploy $NAME -n $NS -p '{"spec":{"template":{"spec":{"containers":[{"name":"app","resources":{"limits":{"memory":"70Mi"}}}]}}}}'`,
    ),
    change("patch deploy $NAME -n $NS -p {}"),
    change("patch deploy $NAME -n $NS -p 'spec: {paused: true}' --record"),
    change("patch deploy $NAME -n $NS -p 'spec: {paused: true}'"),
    change(`patch deploy $NAME -n $NS --type=merge -p '{"metadata":{"labels":{"n":"1"}}}'`),
    change(`patch deploy $NAME -n $NS --type=json -p '[{"op":"replace","path":"/spec/replicas","value":1}]'`),
    change(`patch deploy $NAME -n $NS -p '{"metadata":{"labels":{"n":"1"}}}' -o name`),
    change(`patch deploy $NAME -n $NS -p '{"metadata":{"labels":{"n":"1"}}}' -o jsonpath={.metadata.labels.n}`),
    change(`patch deploy $NAME -n $NS --subresource=scale --type=merge -p '{"spec":{"replicas":1}}'`),
    {
      line: `patch -n $NS -f - -p '{"data":{"key":"other"}}'`,
      stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: $NAME\n",
      fixture: "config map",
      result: "configmap/$NAME",
    },
  ],
};
