import { describe, expect, it } from "vitest";
import { validateParameter } from "../parameters/validate-parameter";
import { kubectlWords } from "../script/kubectl-words";
import { execArgvs } from "../targets/exec-argvs";
import { namespacesOf, targetsOf } from "../targets/targets";
import { riskOf } from "./risk-of";

describe("riskOf", () => {
  it.each([
    ["kubectl get pods -n sie -o wide | grep -E 'OOMKilled|CrashLoopBackOff'", "read"],
    ["kubectl -n sie top pods --sort-by=memory", "read"],
    ["kubectl rollout status deploy/x && kubectl rollout history deploy/x", "read"],
    ["kubectl exec -n sie deploy/api -- curl -s localhost:8000/metrics | grep sie", "read"],
    ["kubectl exec -n sie deploy/api -- curl -X POST localhost:8000/gc", "change"],
    ["kubectl exec deploy/api -- sh -c 'rm -rf /'", "destructive"],
    ["kubectl scale deploy/x --replicas=0", "change"],
    ["kubectl set env deploy/x A=1", "change"],
    ["kubectl rollout restart deploy/x", "change"],
    ["kubectl get pods -o name | xargs kubectl delete", "destructive"],
    ["kubectl delete pod -l app=x", "destructive"],
    ["kubectl drain node-1", "destructive"],
    ["oc adm drain node-1", "destructive"],
    ["oc adm top nodes", "read"],
    ["kubectl drain node-1 --dry-run=client", "read"],
    ["kubectl replace --force -f -", "destructive"],
    ["kubectl apply -f -", "change"],
    ["kubectl apply --prune -f -", "destructive"],
    ["kubectl taint node n a=b:NoSchedule", "change"],
    ["kubectl taint node n a=b:NoExecute", "destructive"],
    ["kubectl cordon n", "change"],
    ["kubectl label pod x a=b", "change"],
    ["kubectl label pod x --list", "read"],
    ["kubectl set env deploy/x --list", "read"],
    ["kubectl wait --for=condition=ready pod/x", "read"],
    ["kubectl cp x:/tmp/heap.prof heap.prof", "change"],
    ["kubectl create token robot", "change"],
    ["kubectl run x --image=y --dry-run=client -o yaml", "read"],
    ["kubectl run x -it --rm --image=y -- wget -qO- http://web", "change"],
    ["kubectl run x -i --rm --image=y -- psql -c 'DROP TABLE x'", "destructive"],
    ["kubectl $VERB pods", "unknown"],
    ["kubectl rook-ceph mons restore-quorum c", "unknown"],
    ["kubectl debug web-1 --image=busybox", "change"],
    ["kubectl explain pods", "read"],
    ["oc new-project x", "change"],
    ["$CMD", "unknown"],
    ["terraform apply", "unknown"],
    ["echo $(kubectl delete pod x)", "destructive"],
    ["cat <<E\n$(kubectl delete pod x)\nE", "destructive"],
    ["f() { kubectl delete pod x; }; true", "destructive"],
    ["watch -n 5 'kubectl get pods'", "read"],
    ["watch 'kubectl delete pod x'", "destructive"],
    ["curl -s http://a/b | jq .", "read"],
    ["curl -XDELETE http://a/b", "destructive"],
    ["wget -qO- http://a/b", "read"],
    ["wget http://a/b", "read"],
    ["wget -qO- --post-data x=1 http://a/b", "change"],
    ["wget --method=DELETE http://a/b", "destructive"],
    ["kubectl exec p -- wget -qO- http://a/b", "read"],
    ["kubectl exec p -- wget -q -O - http://a/b", "read"],
    ["kubectl exec p -- wget http://a/b", "change"],
    ["scp web-1:/var/log/x .", "read"],
    ["scp x web-1:/tmp/", "change"],
    ["kubectl exec p -- scp web-1:/x /tmp", "change"],
    ["nc -zv a 80", "read"],
    ["nc a 80", "change"],
    ["curl -d a=b http://a/b", "change"],
    ["sudo kubectl delete ns x", "destructive"],
    ["kubectl get pods; if", "unknown"],
    ["echo hi > file", "read"],
    ["mkdir /tmp/x; rm -rf /tmp/x work/*", "read"],
    ["sh -c 'touch /tmp/x'; sh -c 'rm /tmp/x'", "read"],
    ["rm -f /tmp/backup.lock", "destructive"],
    ["find /var/log -mtime +7 -exec rm -f {} \\;", "destructive"],
    ["sudo find /opt/x -exec rm -rf {} \\;", "destructive"],
    ["find /var/log -name '*.gz' | xargs rm -f", "destructive"],
    ["ls /var/log/*.gz | xargs rm", "destructive"],
    ['find /var/log | while read f; do rm "$f"; done', "destructive"],
    ["rm -rf /var/log/$APP", "destructive"],
    ['rm -rf "/var/lib/$APP"/*', "destructive"],
    ["rm -rf /var/log/{a,b}", "destructive"],
    ['for f in /var/log/*.gz; do rm -f "$f"; done', "destructive"],
    ["cd /var/log; rm -f *.gz", "destructive"],
    ["cd /var/log && sh -c 'rm -rf *.gz'", "destructive"],
    ["rm -rf $DIR", "destructive"],
    ['sudo rm -f "${LOCK:?}/x"', "destructive"],
    ["find $LOGS -name '*.gz' -delete", "destructive"],
    ['ls | while read -r f; do rm "$f"; done', "read"],
    ["T=$(mktemp -d); rm -rf $T/x $T", "read"],
    ["curl -so $OUT http://a/b; rm $OUT", "read"],
    ["cat $FILE", "read"],
    ["rm -rf $PWD/out", "read"],
    ["xargs rm < /var/x", "destructive"],
    ["while read -r f; do rm $f; done < /etc/list", "destructive"],
    ["while read -r f; do echo $f; done < /etc/list", "read"],
    ["rm -rf ~/backups/repo", "destructive"],
    ["rm -rf $HOME/backups", "destructive"],
    ["truncate -s 0 /var/log/app.log", "destructive"],
    ["tar xzf x.tgz -C /opt/app", "change"],
    ["tar czf /tmp/x.tgz /var/log/app", "read"],
    ["tar tf /var/x.tar", "read"],
    ["tar czf x.tgz out; tar xf x.tgz -C /tmp/y", "read"],
    ["cd /; du -h -d 1 -x", "read"],
    ["cd /var/log; > app.log", "change"],
    ['sed -i "s/a/$B/" /etc/app.conf', "change"],
    ['grep "$X" /var/log/app.log', "read"],
    ["gzip /var/log/x", "change"],
    ["gzip -dc /var/log/x.gz", "read"],
    ["cp /etc/hosts /tmp/x", "read"],
    ["cp hosts /etc/hosts", "change"],
    ["mv /etc/hosts /tmp/x", "change"],
    ["tail /var/log/x > out.txt; rm out.txt", "read"],
    ["curl -s http://a > /var/tmp/a.json; jq . /var/tmp/a.json; rm /var/tmp/a.json", "read"],
    ["mkdir -p /backup && kubectl get all -o yaml > /backup/all.yaml", "read"],
    ["echo 'nameserver 8.8.8.8' >> /etc/resolv.conf; cat /etc/resolv.conf", "change"],
    [": > /var/log/app.log && ls -l /var/log/app.log", "change"],
    ["echo 1 > /proc/sys/vm/x; cat /proc/sys/vm/x", "change"],
    ["sh -c 'echo a' > /etc/x", "change"],
    ["sudo rm -rf /var/log/app", "destructive"],
    ["rm -f /var/log/app/*.gz", "destructive"],
    ["find /var/log -mtime +7 -delete", "destructive"],
    ["find /var/log -mtime +7", "read"],
    ["tail -5 /var/log/a.log | sort", "read"],
    ["sed -i s/a/b/ /etc/app.conf", "change"],
    ["echo 3 > /proc/sys/vm/drop_caches", "change"],
    ["echo a > /data/a; cat /data/a", "change"],
    ["kubectl get pods > /data/a; cat /data/a", "read"],
    ["env KUBECONFIG=x kubectl delete pod a", "destructive"],
    ["timeout 5 kubectl delete pod a", "destructive"],
    ["timeout -k 2 5 kubectl get pods", "read"],
    ["time kubectl drain n", "destructive"],
    ["bash -c 'kubectl scale deploy/x --replicas=1'", "change"],
    ['bash -c "kubectl get $WHAT"', "unknown"],
    ["eval kubectl delete pod x", "destructive"],
    ["eval $CMD", "unknown"],
    ["source ./env.sh", "unknown"],
    ["command -v kubectl", "read"],
    ["find . -name x -exec kubectl delete -f {} \\;", "destructive"],
    ["find . -name '*.log' -delete", "read"],
    ["ssh web-1 \"find /var/log/app -name '*.gz' -mtime +7 -delete\"", "destructive"],
    ["kubectl exec p -- find /data -delete", "destructive"],
    ["kubectl exec p -- find /data -name x -fprint /etc/x", "change"],
    ["kubectl exec p -- find /data -name x -size +1M", "read"],
    ["ssh web-1 'find . -exec echo {} \\; -exec rm {} \\;'", "change"],
    ["find . -exec echo {} \\; -exec kubectl delete -f {} \\;", "unknown"],
    ["find . -exec kubectl + delete -f {} \\;", "unknown"],
    ["env -S 'kubectl delete pod x'", "unknown"],
    ["sudo -nu ps kubectl delete pod x", "destructive"],
    ["sudo --user ps kubectl delete pod x", "unknown"],
    ["ssh web-1 '> /var/log/nginx/access.log'", "change"],
    ["ssh web-1 'for i in 1 2; do echo $i; done > /etc/hosts'", "change"],
    ["ssh web-1 '{ echo x; } > /etc/cron.d/x'", "change"],
    ["ssh web-1 'env > /etc/environment'", "change"],
    ["ssh web-1 'exec > /var/log/app.log'", "change"],
    ["ssh web-1 \"sh -c 'echo x' > /etc/cron.d/x\"", "change"],
    ["ssh web-1 'f() { echo x; }; f > /etc/x'", "change"],
    ["ssh web-1 'f() { free -m; }; f'", "change"],
    ["ssh web-1 'ls > /dev/null 2>&1'", "read"],
    ["ssh web-1 'sort -uo /etc/x y'", "change"],
    ["ssh web-1 'sort --out=/etc/x y'", "change"],
    ["ssh web-1 'ps aux | sort -rnk 3 | uniq -c'", "read"],
    ["ssh web-1 'uniq a b'", "change"],
    ["ssh web-1 'ss -K dst 10.0.0.1'", "change"],
    ["ssh web-1 'ss -tlnp'", "read"],
    ["> file", "read"],
    ["kubectl exec web-0 -- sh -c 'rm -rf /data' --dry-run", "destructive"],
    ["ssh web-1 'kubectl delete pod web -- --dry-run'", "destructive"],
    ["kubectl delete pod web -l --dry-run", "destructive"],
    ["kubectl delete pod web --dry-run=client --dry-run=none", "destructive"],
    ["kubectl delete pod $P --dry-run=client", "read"],
    ["ssh web-1 'kubectl delete pod $P --dry-run=client'", "destructive"],
    ["kubectl annotate pod x a=b --field-manager --list", "change"],
    ["ssh web-1 'kubectl --username ops delete ns shop'", "destructive"],
    ["ssh web-1 'kubectl --as-user-extra get delete ns shop'", "destructive"],
    ["kubectl --nobody-knows get delete ns shop", "unknown"],
    ["kubectl rollout --nobody-knows status restart deploy/x", "unknown"],
    ["ssh web-1 'oc delete project shop'", "destructive"],
    ["ssh web-1 'docker-compose --log-level ERROR down -v'", "destructive"],
    ["ssh web-1 'docker compose --parallel 2 down'", "destructive"],
    ["ssh web-1 'docker-compose -c ps down -v'", "destructive"],
    ["ssh web-1 'docker compose --nobody-knows ps down'", "change"],
    ["ssh web-1 'docker config rm app'", "destructive"],
    ["docker-compose config", "read"],
    ["docker context ls", "read"],
    ["ssh web-1 'systemctl status api --no-pager'", "read"],
    ["ssh web-1 'systemctl --root status stop api'", "change"],
    ["psql -U -l -c 'DROP TABLE x'", "destructive"],
    ["psql -l", "read"],
    ["redis-cli -s GET FLUSHALL", "destructive"],
    ["ssh web-1 'curl -s -D /etc/x http://a/b'", "change"],
    ["ssh web-1 'curl --outp /etc/x http://a/b'", "change"],
    ["ssh web-1 'curl -sg -r 0-9 http://a/b'", "read"],
    ["kill -9 %1 4711", "change"],
    ["kill %1 %2", "read"],
    ["trap 'kubectl delete pod x' EXIT", "destructive"],
    ["kubectl get pods -o name | xargs -n1 kubectl describe", "read"],
    ["kubectl get pods -o name | xargs -I{} sh -c 'kubectl delete {}'", "destructive"],
    ["show() { kubectl get pods; }; show", "read"],
    ["kubectl top po", "read"],
    ["kubectl apply -f x.yaml --dry-run=server", "read"],
    ["kubectl exec p -- sh -c 'cat /proc/1/status | grep Vm'", "read"],
    ["kubectl exec p -- sh -c 'cat /proc/1/status > /tmp/x'", "change"],
    ['kubectl exec p -- sh -c "cat $FILE"', "change"],
    ["kubectl exec p -- env rm -rf /data", "destructive"],
    ["kubectl exec p -- date -s 12:00", "change"],
    ["kubectl exec p -- node -e 'process.exit()'", "change"],
    ["kubectl exec p -- psql -c 'DROP TABLE x'", "destructive"],
    ["kubectl exec p", "change"],
    ["curl -sX POST http://a/b", "change"],
    ["curl -sXPOST http://a/b", "change"],
    ["curl -sG --data-urlencode query=up http://a/api/v1/query", "read"],
    ["curl -X $METHOD http://a", "unknown"],
    ["curl --json '{}' http://a", "change"],
    ["docker ps && docker logs web && docker stats --no-stream", "read"],
    ["docker restart web", "change"],
    ["docker system prune -f", "destructive"],
    ["ssh web-1 'free -m; ps aux | head'", "read"],
    ["ssh -i key root@web-1 reboot", "change"],
    ["ssh web-1", "change"],
    ["psql -c 'SELECT count(*) FROM pg_stat_activity'", "read"],
    ["psql -c 'SELECT pg_reload_conf()'", "change"],
    ["psql -c 'SELECT pg_terminate_backend(12)'", "destructive"],
    ["psql -c 'SELECT 1; UPDATE x SET a=1'", "change"],
    ["redis-cli -h cache info memory", "read"],
    ["redis-cli FLUSHDB", "destructive"],
    ["redis-cli config set maxmemory 1gb", "change"],
    ["kill -USR1 12", "change"],
    ["promql 'up == 0'", "read"],
    ["awk 'BEGIN { \"kubectl delete pod x\" | getline }'", "unknown"],
    ["awk -f x.awk pods.txt", "unknown"],
    ["awk -F'|' 'BEGIN {FS=\"|\"} $1 > 3 || $2 {print $1}' x", "read"],
    ["kubectl exec p -- awk '{print $1}' /etc/x", "change"],
    ["redis-cli LATENCY RESET", "change"],
    ["redis-cli LATENCY DOCTOR", "read"],
    ["curl -K flags http://a", "unknown"],
    ["curl -s --config flags http://a", "unknown"],
    ["docker buildx prune -af", "destructive"],
    ["kubectl drain --help", "read"],
    ["kubectl delete -h", "read"],
    ["kubectl delete pod web -l --help", "destructive"],
    ["kubectl delete pod web --nobody-knows -h", "destructive"],
    ["kubectl delete pod $P -h", "destructive"],
    ["kubectl delete pod web -- -h", "destructive"],
    ["kubectl exec web -- rm -rf /data -h", "destructive"],
    ["kubectl rook-ceph -h", "unknown"],
    ["redis-cli MEMORY PURGE", "change"],
    ["redis-cli MEMORY USAGE a", "read"],
    ["curl -K flags -X GET http://a", "unknown"],
    ["curl --config f --request GET http://a", "unknown"],
    ['awk "BEGIN { \\"kubectl delete pod $P\\" | getline }"', "unknown"],
    ['awk -F "$SEP" -v a="$A" \'{print $1}\' "$FILE"', "read"],
    ["kubectl exec p -- dd if=/data/x of=/dev/null", "read"],
    ["kubectl exec p -- dd if=/dev/zero of=/data/x", "destructive"],
    ["kubectl exec p -- /bin/rm -rf /data", "destructive"],
    ["kubectl exec p -- /opt/own/rm -rf /data", "destructive"],
    ["kubectl exec p -- busybox rm -rf /", "destructive"],
    ["kubectl exec p -- /bin/busybox ls /", "read"],
    ["kubectl exec p -- busybox --install /x", "change"],
    ["kubectl exec p -- /bin/sh -c 'rm -rf /data'", "destructive"],
    ["kubectl exec p -- /usr/bin/free -m", "read"],
    ["kubectl exec p -- /opt/own/free -m", "change"],
    ["ssh web-1 'gzip -dc /var/log/x.gz | tail'", "read"],
    ["ssh web-1 'gzip /var/log/x'", "change"],
    ["docker swarm leave --force", "destructive"],
  ])("%s is %s", (script, risk) => {
    expect(riskOf(script).risk).toBe(risk);
  });
});

describe("an operator's read list", () => {
  it("makes an exact command line in a container a read, and nothing else", () => {
    const readList = [["jcmd", "1", "GC.heap_info"]];
    expect(riskOf("kubectl exec p -- jcmd 1 GC.heap_info", readList)).toEqual({ risk: "read", reasons: [] });
    expect(riskOf("ssh web-1 'jcmd 1 GC.heap_info | tail -5'", readList).risk).toBe("read");
    expect(riskOf("kubectl exec p -- sh -c 'jcmd 1 GC.heap_info > /tmp/x'", readList).risk).toBe("change");
    expect(riskOf("kubectl exec p -- jcmd '1 GC.heap_info'", readList).risk).toBe("change");
    expect(riskOf("kubectl exec p -- jcmd $PID GC.heap_info", readList).risk).toBe("change");
    expect(riskOf("kubectl exec p -- jcmd 1 GC.run", readList).risk).toBe("change");
    expect(riskOf("kubectl exec p -- jcmd 1 GC.heap_info").risk).toBe("change");
  });
});

describe("kubectlWords", () => {
  it.each([
    ["-n sie get pods", "get", "sie"],
    ["get pods -nsie", "get", "sie"],
    ["--namespace=sie rollout restart deploy/x", "rollout restart", "sie"],
    ["logs -p -f x -n a", "logs", "a"],
    ["patch x -p {} -n b", "patch", "b"],
    ["set env deploy/x A=1", "set env", null],
    ["get pods -n=x", "get", "x"],
    ["delete pod --grace-period 0 -n x a", "delete", "x"],
    ["label -n x --resource-version 1 pod a k=v", "label", "x"],
  ])("reads %s", (line, verb, namespace) => {
    expect(kubectlWords(line.split(" "))).toMatchObject({ verb, namespace });
  });

  it.each([
    ["top pods --containers web-1", ["web-1"]],
    ["set resources -c app deploy/x --limits cpu=1", ["deploy/x"]],
    ["set env deploy/x --containers app A=1", ["deploy/x", "A=1"]],
    ["logs --all-containers -p web-1 --prefix", ["web-1"]],
    ["debug web-1 --image busybox --target app", ["web-1"]],
    ["config view --raw x", ["x"]],
    ["get --raw /healthz", []],
  ])("finds the operands of %s", (line, operands) => {
    expect(kubectlWords(line.split(" ")).operands).toEqual(operands);
  });
});

describe("what a script needs", () => {
  it("lists exec's exact words, and none that only the shell knows", () => {
    const script =
      'kubectl exec -n sie deploy/api -- curl -s localhost:8000/metrics | head\nkubectl exec x -- cat "$FILE"';
    expect(execArgvs(script)).toEqual([["curl", "-s", "localhost:8000/metrics"]]);
  });

  it("knows the variables that the script starts with and does not set", () => {
    const script = 'kubectl exec p -- cat "/proc/$PID/status"\nkubectl exec p -- ls ${DIR}\nDIR=/tmp';
    expect(execArgvs(script, { PID: "12", DIR: "/data" })).toEqual([["cat", "/proc/12/status"]]);
    expect(execArgvs("kubectl exec p -- ls $DIR", { DIR: "a b" })).toEqual([]);
    expect(execArgvs("kubectl diff -n x -f a.yaml; kubectl explain $KIND")).toEqual([
      ["kubectl", "diff", "-n", "x", "-f", "a.yaml"],
    ]);
    expect(execArgvs("kubectl exec p -- ls ${DIR:-/}", { DIR: "/data" })).toEqual([]);
  });

  it("says where it acts and on what", () => {
    expect(
      targetsOf("kubectl -n sie scale deploy/api --replicas=2; kubectl logs web-1 -n sie; kubectl describe pod web-2"),
    ).toEqual({
      namespaces: ["sie"],
      usesDefaultNamespace: true,
      usesAllNamespaces: false,
      objects: ["deployment/api", "pod/web-1", "pod/web-2"],
    });
    expect(targetsOf("kubectl get pods -A -l app=web | sort")).toEqual({
      namespaces: [],
      usesDefaultNamespace: false,
      usesAllNamespaces: true,
      objects: [],
    });
  });

  it("finds the namespaces of manifests that come from standard input", () => {
    const yaml = 'kubectl apply -f - <<E\nmetadata:\n  namespace: "other" # there\nE';
    expect(namespacesOf(yaml)).toEqual(["other"]);
    expect(namespacesOf(`echo '{"metadata":{"namespace":"b"}}' | kubectl create -n a -f -`)).toEqual(["a", "b"]);
    expect(namespacesOf("cat <<E\nnamespace: x\nE\nkubectl get pods -n a")).toEqual(["a"]);
  });

  it("finds nodes, and several objects of a kind", () => {
    expect(
      targetsOf("kubectl drain n1 --force; kubectl delete pod a b; kubectl taint node n2 k=v:NoSchedule").objects,
    ).toEqual(["node/n1", "pod/a", "pod/b", "node/n2"]);
  });

  it("lists what cp runs in the container", () => {
    expect(execArgvs("kubectl cp a/x:/tmp/heap.prof heap.prof")).toEqual([["tar", "cf", "-", "/tmp/heap.prof"]]);
    expect(execArgvs("kubectl cp f.sh x:/tmp/f.sh -c app")).toEqual([
      ["test", "-d", "/tmp/f.sh"],
      ["tar", "-xmf", "-", "-C", "/tmp"],
      ["tar", "-xmf", "-", "-C", "/tmp/f.sh"],
    ]);
  });

  it("lists the namespaces it names", () => {
    expect(namespacesOf("kubectl get pods -n a; kubectl get pods; kubectl -n b top pods; kubectl logs x -n a")).toEqual(
      ["a", "b"],
    );
  });
});

describe("validateParameter", () => {
  it.each([
    ["pod", "sie-worker-nlp-6fff9c7d4b-x2x8z", true],
    ["pod", "Web", false],
    ["pod", "-n", false],
    ["pod", "a b", false],
    ["namespace", "kube-system", true],
    ["pid", "12; reboot", false],
    ["url", "http://example.com/a?b=c", true],
    ["url", "file:///etc/passwd", false],
    ["free", "anything at all", true],
    ["free", "bell\u0007", false],
  ])("%s %s fits: %s", (kind, value, fits) => {
    expect(validateParameter(kind, value) === null).toBe(fits);
  });
});

it.each([
  ["docker exec web cat /proc/meminfo", "read"],
  ["docker exec -u root web kill 1", "change"],
  ["docker exec web sh -c 'rm -rf /tmp/x'", "destructive"],
  ["docker -H prod-1 ps", "read"],
  ["docker --context prod-1 restart web", "change"],
  ["docker -H prod-1 rm -f web", "destructive"],
  ["docker system df", "read"],
  ["docker system prune -f", "destructive"],
  ["docker-compose restart api", "change"],
  ["kubectl port-forward svc/web 8080:80 & curl -s localhost:8080; kill %1", "read"],
  ["docker compose -f x.yml -p app ps", "read"],
  ["docker-compose -p app down", "destructive"],
  ["docker-compose exec api ps", "read"],
] as const)("%s is %s", (script, risk) => {
  expect(riskOf(script).risk).toBe(risk);
});
