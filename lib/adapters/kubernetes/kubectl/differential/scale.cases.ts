import type { Suite } from "./case";

const change = (line: string, fixture = "deployment") => ({ line, fixture, result: "deploy/$NAME" });

export const suite: Suite = {
  verb: "scale",
  reads: [
    "scale deploy/nosuch -n $NS --replicas=1",
    "scale deploy/web -n $NS",
    "scale deploy -n $NS --replicas=2",
    "scale -n $NS --replicas=2",
    "scale deploy/web -n $NS --replicas=-3",
    "scale deploy/web -n $NS --replicas=x",
    "scale deploy/web -n $NS --replicas=2 --current-replicas=5",
    "scale deploy/web -n $NS --replicas=2 --current-replicas=-5",
    "scale deploy/web -n $NS --replicas=2 --resource-version=1",
    "scale deploy/a deploy/b --replicas=1 -n $NS",
    "scale cm/settings --replicas=1 -n $NS",
    "scale foo/bar --replicas=1 -n $NS",
    "scale deploy -l app=none -n $NS --replicas=1",
    "scale deploy/web deploy -n $NS --replicas=1",
    "scale deploy web -n $NS --replicas=1 --dry-run=client",
    "scale deploy web -n $NS --replicas=1 --dry-run=client --record",
    "scale deploy web -n $NS --replicas=3 --dry-run=server",
    "scale deploy web api -n $NS --replicas=3 --dry-run=client -o name",
  ],
  changes: [
    change("scale deploy/$NAME -n $NS --replicas=1"),
    change("scale -n $NS deploy/$NAME --replicas 0 --record"),
    change("scale deploy $NAME -n $NS --replicas=0", "deployment with a pod"),
    change("scale deploy -l app=$NAME -n $NS --replicas=0", "deployment with a pod"),
    change("scale deploy $NAME -n $NS --current-replicas=0 --replicas=1"),
    change("scale deploy/$NAME deploy/nosuch -n $NS --replicas=1"),
    change("scale deploy/$NAME -n $NS --replicas=0 --timeout=30s", "deployment with a pod"),
    {
      ...change("scale -n $NS --replicas=1 -f -"),
      stdin: "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: $NAME\n",
    },
  ],
};
