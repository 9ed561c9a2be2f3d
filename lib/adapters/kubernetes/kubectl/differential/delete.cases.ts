import type { Suite } from "./case";

const change = (line: string, before: readonly string[] = []) => ({
  line,
  before,
  fixture: "config map",
  result: "configmap/$NAME",
});

export const suite: Suite = {
  verb: "delete",
  reads: [
    "delete",
    "delete pods -n $NS",
    "delete pod nosuch -n $NS",
    "delete pod nosuch -n $NS --ignore-not-found",
    "delete foo x -n $NS",
    "delete pods -l x=y --all -n $NS",
    "delete cm a -l x=y -n $NS",
    "delete cm/a b -n $NS",
    "delete cm -l x=nosuch -n $NS",
    "delete ns nosuch",
    "delete ns nosuch -n $NS",
    "delete job nosuch -n $NS --cascade=foo",
    "delete pod nosuch -n $NS --force --grace-period=5",
    "delete pod nosuch -n $NS --now --grace-period=5",
    "delete pod nosuch -n $NS --force",
    "delete cm settings -n $NS -o yaml",
    "delete cm settings -n $NS --dry-run=client",
    "delete cm settings nosuch -n $NS --dry-run=server",
    "delete deploy,svc web -n $NS --dry-run=client -o name",
    "delete -f nosuch.yaml -n $NS",
    { line: "delete -n $NS -f -", stdin: "apiVersion: v1\nkind: Foo\nmetadata:\n  name: nosuch\n" },
    { line: "delete -n $NS -f -", stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: nosuch\n" },
  ],
  changes: [
    change("delete cm $NAME -n $NS"),
    change("delete configmap/$NAME configmap/nosuch -n $NS"),
    change("delete cm -l own=$NAME -n $NS", ["label cm $NAME -n $NS own=$NAME"]),
    change("delete cm $NAME -n $NS --wait=false -o name"),
    change("delete cm $NAME -n $NS --dry-run=server"),
    change("delete cm $NAME -n $NS --grace-period=0 --force"),
    { ...change("delete -n $NS -f -"), stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: $NAME\n" },
    { line: "delete deploy $NAME -n $NS --cascade=orphan", fixture: "deployment", result: "deploy/$NAME" },
    { line: "delete deploy/$NAME -n $NS --now", fixture: "running deployment", result: "deploy/$NAME" },
    { line: "delete deploy $NAME -n $NS --cascade=false", fixture: "deployment", result: "deploy/$NAME" },
  ],
};
