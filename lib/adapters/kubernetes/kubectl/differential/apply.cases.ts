import type { Suite } from "./case";

const config = (rest: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: $NAME${rest}\n`;
const apply = { line: "apply -n $NS -f -", fixture: "nothing", result: "configmap/$NAME" };
const create = { line: "create -n $NS -f -", fixture: "nothing", result: "configmap/$NAME" };
const container = "{name: a, image: localhost/a, env: [{name: A, value: one}, {name: B, value: two}]}";
const workload = (containers: string, extra = "") =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: $NAME}\nspec:\n  replicas: 0\n  selector: {matchLabels: {app: $NAME}}\n  template:\n    metadata: {labels: {app: $NAME}}\n    spec:\n${extra}      containers: [${containers}]\n`;

export const suite: Suite = {
  verb: "apply",
  reads: [
    "apply",
    "apply -n $NS -f -",
    { line: "apply -n $NS -f -", stdin: "apiVersion: v1\nkind: Foo\nmetadata: {name: a}\n" },
    { line: "apply -n $NS -f -", stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: other}\n" },
    { line: "apply -n $NS -f -", stdin: "apiVersion: v1\nmetadata: {name: a}\n" },
    { line: "apply -n $NS -f -", stdin: "apiVersion: v1\nkind: ConfigMap\n  metadata: {name: a}\n" },
    { line: "apply -n $NS -f -", stdin: "apiVersion: v1\nmetadata:\n\tname: a\n" },
    {
      line: "apply -n $NS -f - --dry-run=server",
      stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndatum: {}\n",
      differs: {
        why: "a server older than 1.27 does not look for unknown fields: kubectl does it for it, ours does not",
        parts: ["stdout", "stderr", "exitCode"],
      },
    },
    {
      line: "apply -n $NS -f - --dry-run=client",
      stdin:
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\n",
    },
    { line: "apply -n $NS -f - --dry-run=server", stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" },
    { line: "apply -n nosuch -f -", stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n" },
    "create",
    "create nosuch",
    "create ns",
    "create ns a --dry-run=client",
    "create cm a b -n $NS",
    "create cm a -n $NS --from-literal=a",
    "create cm a -n $NS --from-literal=a=1 --from-literal=a=2",
    "create cm a -n $NS --from-file=nosuch",
    "create cm a -n $NS --from-literal=a=1 --dry-run=client -o yaml",
    "create cm settings -n $NS",
    "create secret generic a -n $NS --from-literal=a=1 --dry-run=client -o yaml",
    "create sa robot -n $NS --dry-run=client -o yaml",
    "create deployment a -n $NS",
    "create cm a -n $NS --from-literal=a=1 --dry-run=client -o YAML",
    "create deployment a -n $NS --image=reg:5000/foo/web-app:1@sha256:abc --replicas=2 --port=80 --dry-run=client -o yaml",
    {
      line: "create deployment a -n $NS --image=foo/Web_app:1 --dry-run=client -o yaml",
      normalise: ["podNames"],
    },
    "create job a -n $NS",
    "create job a -n $NS --image=busybox --dry-run=client -o yaml -- date now",
    "create job a -n $NS --from=cronjob/nightly",
    "create -n $NS -f -",
  ],
  changes: [
    { ...apply, stdin: config("}\ndata: {a: '<b>&c'}") },
    { ...apply, stdin: config("}\ndata: {a: x}"), fixture: "config map" },
    { ...apply, line: `${apply.line} --record`, stdin: config("}\ndata: {a: x}"), fixture: "config map" },
    { ...apply, line: `${apply.line} --record`, stdin: config("}\ndata: {a: x}") },
    { ...apply, stdin: config(", labels: {a: b}}"), before: ["create configmap $NAME -n $NS --save-config"] },
    { ...apply, stdin: config("}"), before: ["create configmap $NAME -n $NS --save-config --from-literal=a=b"] },
    { ...apply, line: "apply -n $NS --server-side -f -", stdin: config("}\ndata: {a: x}") },
    { ...apply, stdin: workload(container), result: "deploy/$NAME" },
    {
      ...apply,
      stdin: workload(
        "{name: sidecar, image: localhost/b}, {name: app, image: localhost/c, env: [{name: PORT, value: nine}]}",
        "      volumes: [{name: v, emptyDir: {}}]\n",
      ),
      fixture: "deployment",
      result: "deploy/$NAME",
    },
    {
      ...apply,
      stdin: `${config("}\ndata: {'a b': x}")}---\n${config("}\ndata: {'c d': x}")}`,
      before: ["create configmap $NAME -n $NS --save-config"],
    },
    { ...create, stdin: config("}\ndata: {a: x}") },
    { ...create, stdin: config("}\ndata: {a: x}"), fixture: "config map" },
    { ...create, line: "create cm $NAME -n $NS --from-literal=a=1" },
    { ...create, line: "create secret generic $NAME -n $NS --from-literal=a=1", result: "secret/$NAME" },
    { ...create, line: "create deployment $NAME -n $NS --image=localhost/a --replicas=0", result: "deploy/$NAME" },
  ],
};
