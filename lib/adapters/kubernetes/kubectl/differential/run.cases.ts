import type { Suite } from "./case";

const pod = { fixture: "nothing", result: "pod/$NAME" };
const config = (rest: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: $NAME${rest}\n`;
const replace = { line: "replace -n $NS -f -", fixture: "config map", result: "configmap/$NAME" };
const service = { fixture: "deployment", result: "service/$NAME" };

const one = "run $NAME -n $NS --image=localhost/sie-api:0.9.3";
/** It lasts until its input ends, so that both see it running. */
const attached = (flags: string, script: string, stdin = "one\n") => ({
  fixture: "nothing",
  line: `${one} ${flags} --command -- sh -c '${script}'`,
  stdin,
});
export const suite: Suite = {
  verb: "run",
  reads: [
    "run",
    "run a",
    "run a --image=busybox -n $NS --dry-run=client -o yaml",
    "run a --image=busybox -n $NS --dry-run=client",
    "run a --image=busybox -n $NS --dry-run=client -o name",
    "run a --image=busybox:1 -n $NS --dry-run=client -o yaml --restart=Never --port=80 --env=A=b --env=C=d -l a=b,c=d --image-pull-policy=Never -- sh -c ls",
    "run a --image=busybox --command -n $NS --dry-run=client -o yaml -- sh",
    "run a --image=reg.example.com:5000/team/app:1.2 -n $NS --dry-run=client -o yaml",
    "run a --image=B@d -n $NS",
    "run a b --image=c -n $NS --dry-run=client -o yaml",
    "run a --image=c --restart=Foo -n $NS",
    "run a --image=c --env=A -n $NS",
    "run a --image=c --image-pull-policy=Foo -n $NS",
    "run a --image=c --rm -n $NS",
    "run a --image=c --annotations=x=y --privileged -n $NS --dry-run=client -o yaml",
    "run talker --image=c -n $NS",
    "run a --image=c -l x -n $NS",
    "run a --image=c --port=x -n $NS",
    "run a --image=c --expose -n $NS",
    "run a --image=c -n $NS --nosuch",
    "run a --image=c -n $NS --record --dry-run=client -o yaml -- sh -c 'a b'",
    "expose deploy/web --port=80 -n $NS --name=x --dry-run=client -o yaml --record",
    "label deploy/web a=b -n $NS --record --dry-run=client -o jsonpath={.metadata.annotations}",
    "set image deploy/web web=x -n $NS --record --dry-run=client -o jsonpath={.metadata.annotations}",
    {
      line: "create -f - -n $NS --record --dry-run=client -o yaml",
      stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n",
    },
    "run a --image=c -it --dry-run=client -n $NS -- ls",
    "run a --image=c -i --dry-run=server -n $NS -- ls",
    "run a --image=c -t --rm -n $NS -- ls",
    "run a --image=c --rm --attach=false -i -n $NS -- ls",
    "run talker --image=c -i --rm -n $NS -- ls",
    "run a --image=c -n $NS --dry-run=client -o json --restart=Never --port=80 --env=A=b --privileged -- ls",
    `run a --image=c -n $NS --dry-run=client -o json --overrides='{"spec":{"serviceAccountName":"x"}}'`,
    `run a --image=c -n $NS --dry-run=client -o yaml --overrides='{"spec":{"containers":[{"name":"z","image":"y"}]}}'`,
    "run a --image=c -n $NS --dry-run=client --overrides={bad",
    "expose",
    "expose deploy/web -n $NS --dry-run=client -o yaml",
    "expose deploy/web -n $NS --port=80 --target-port=8080 --name=x --type=NodePort --dry-run=client -o yaml",
    "expose deploy/web -n $NS --port=80",
    "expose deploy web -n $NS --port=80 --name=x --dry-run=client",
    "expose pod/talker --port=80 -n $NS --dry-run=client -o yaml",
    "expose svc/web --port=81 --name=y -n $NS --dry-run=client -o yaml",
    "expose svc/web --name=y -n $NS --dry-run=client -o yaml",
    "expose cm/settings --port=80 -n $NS",
    "expose sts/store --port=80 -n $NS",
    "expose deploy/nosuch --port=80 -n $NS",
    "replace",
    "replace -n $NS -f nosuch.yaml",
    { line: "replace -n $NS -f -", stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: nosuch}\n" },
    { line: "replace -n $NS -f -", stdin: "apiVersion: v1\nkind: Foo\nmetadata: {name: a}\n" },
    {
      line: "replace -n $NS -f - --dry-run=client",
      stdin: "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n",
    },
  ],
  changes: [
    { ...pod, line: "run $NAME --image=localhost/none -n $NS --restart=Never -- sleep 1" },
    { ...pod, line: "run $NAME --image=localhost/none -n $NS --env=A=b --labels=app=x" },
    { ...pod, line: "run $NAME --image=localhost/none -n $NS --dry-run=server" },
    attached("-i --rm --restart=Never", "cat; exit 3"),
    {
      ...attached("-i --restart=Never -q --rm", "cat; echo last >&2"),
      differs: {
        why: "ours prints the container's log, where both streams are one, and loses nothing that was said before one could attach",
        parts: ["stdout", "stderr"],
      },
    },
    attached("-i --rm", "cat", ""),
    { ...pod, line: `${one} -i --restart=Never -q --command -- sh -c "cat; echo end"`, stdin: "in\n" },
    { fixture: "nothing", line: `${one} -i --rm --restart=Never --command -- nosuch` },
    {
      fixture: "nothing",
      line: "run $NAME -n $NS --image=localhost/none -i --rm --pod-running-timeout=1s --restart=Never -- ls",
    },
    { ...replace, stdin: config("}\ndata: {a: x}") },
    { ...replace, stdin: config(", labels: {a: b}}"), line: "replace -n $NS -f - -o name" },
    { ...replace, stdin: config("}"), line: "replace -n $NS -f - --dry-run=server" },
    { ...replace, stdin: config(", resourceVersion: '1'}") },
    { ...service, line: "expose deploy/$NAME -n $NS --port=80 --target-port=http --cluster-ip=None" },
  ],
};
