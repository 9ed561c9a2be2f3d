import { describe, expect, it } from "vitest";
import { runModeOf, runModeWithin } from "./run-mode";

describe("what is meant for the workload", () => {
  it.each([
    "ps aux | sort -k4",
    "free -m",
    "cat /proc/1/status",
    "cat /proc/$PID/status",
    "kill -USR1 $(pgrep node)",
    "top -b -n 1 | head",
    "watch 'free -m'",
  ])("runs, and says where: %s", (script) => {
    expect(runModeOf(script, "shell")).toMatchObject({
      value: "native",
      because: expect.stringMatching(/^\w+ runs in the pod: a container of the incident's workload$/),
    });
  });

  it.each([
    ["top", "top needs a terminal; top -b prints once"],
    ["journalctl -u kubelet", "journalctl is meant for the host itself"],
    ["systemctl status docker", "systemctl is meant for the host itself"],
    ["sudo yum install -y perf", "yum is meant for the host itself"],
    ["apk add curl", "apk is meant for the host itself"],
    ["redis-cli -h cache -p 6379", "redis-cli without a command opens a session for a person"],
    ["redis-cli", "redis-cli without a command opens a session for a person"],
    ["bash automation/x.sh", "automation/x.sh is a script that only its own folder has"],
    ["bash -x x.sh", "x.sh is a script that only its own folder has"],
    ["./x.sh --all", "./x.sh is a script that only its own folder has"],
    ["source ./env.sh; kubectl get pods", "./env.sh is a script that only its own folder has"],
  ])("is done by hand where no container is meant: %s", (script, because) => {
    expect(runModeOf(script, "shell")).toMatchObject({ value: "by-hand", because });
  });

  it.each([
    ["tail -100 /var/log/app.log | grep ERROR", "/var/log/app.log"],
    ["sudo rm -rf /var/log/app/*.gz", "/var/log/app/*.gz"],
    ["for each in a b; do ls /srv/$each /srv; done", "/srv/a"],
    ["rm -rf /var/log/$APP", "/var/log/$APP"],
    ['rm -rf "/var/lib/$APP"/*', "/var/lib/$APP/*"],
    ["rm -rf /var/log/{a,b}", "/var/log/{a,b}"],
    ['for f in /var/log/*.gz; do rm -f "$f"; done', "/var/log/*.gz"],
    ["LOGS=${1:-/var/log/app}; rm -rf $LOGS/old", "/var/log/app/old"],
    ["cd /var/log; rm -f *.gz", "/var/log"],
    ["rm -rf ~/backups/repo", "~/backups/repo"],
    ["cat ${HOME}/.profile", "${HOME}/.profile"],
    ["rm -f /tmp/backup.lock", "/tmp/backup.lock"],
    ["find /tmp -mtime +7 -exec rm {} \\;", "/tmp"],
    ["kubectl exec web-1 -- rm /tmp/heap; rm /tmp/heap", "/tmp/heap"],
    ["cd /; du -h -d 1 -x", "/"],
    ['sed -i "s/a/$B/" /etc/app.conf', "/etc/app.conf"],
    ['grep "$X" /var/log/app.log', "/var/log/app.log"],
    ["tar xzf x.tgz -C /opt/app", "/opt/app"],
    ["sort /var/log/x | uniq -c", "/var/log/x"],
    ["jq . /etc/docker/daemon.json", "/etc/docker/daemon.json"],
    ["df -h; tail /var/log/syslog", "/var/log/syslog"],
    ["echo 'nameserver 8.8.8.8' >> /etc/resolv.conf; cat /etc/resolv.conf", "/etc/resolv.conf"],
    [": > /var/log/app.log && ls -l /var/log/app.log", "/var/log/app.log"],
    ["cat > /etc/app.conf <<EOF\na\nEOF\ncat /etc/app.conf", "/etc/app.conf"],
    ["echo a > /data/a; cat /data/a", "/data/a"],
    ["kubectl get pods >> /data/a; cat /data/a", "/data/a"],
    ["kubectl get cm app -o yaml > /etc/app.yaml; cat /etc/app.yaml", "/etc/app.yaml"],
    ["cd /var/log && kubectl get pods > pods.txt", "/var/log"],
    ["echo 1 > ~/flag", "~/flag"],
    ["sh -c 'echo a' > /etc/x", "/etc/x"],
    ["env > /etc/environment", "/etc/environment"],
    ["etcdctl snapshot restore s.db --data-dir=/var/lib/etcd", "/var/lib/etcd"],
    ["mysqldump shop > /backup/x.sql", "/backup/x.sql"],
    ["xtrabackup --backup --target-dir=/backup/full", "/backup/full"],
    ["pt-query-digest /var/log/mysql/slow.log", "/var/log/mysql/slow.log"],
    ["find / -size +100M", "/"],
    ["grep -c /health /etc/nginx/nginx.conf", "/etc/nginx/nginx.conf"],
    ["xargs rm < /var/x", "/var/x"],
    ["while read -r f; do echo $f; done < /etc/list", "/etc/list"],
    ["sh -c 'wc -l' < /etc/list", "/etc/list"],
    ["echo 3 > /proc/sys/vm/drop_caches", "/proc/sys/vm/drop_caches"],
    ["sudo sh -c 'echo 3 > /proc/sys/vm/drop_caches'", "/proc/sys/vm/drop_caches"],
    ['printf x >> "/etc/hosts"', "/etc/hosts"],
  ])("is done by hand where a host's file is meant and no host is named: %s", (script, file) => {
    expect(runModeOf(script, "shell")).toMatchObject({
      value: "by-hand",
      because: expect.stringContaining(`${file} is a file of a host`),
    });
  });

  it.each([
    "cat notes.txt",
    "echo a > /tmp/a; cat /tmp/a",
    "for f in /tmp/a /tmp/b; do touch $f; done; rm /tmp/a",
    "mkdir /tmp/d; rm -rf /tmp/d /tmp/d/x",
    "awk -F : '/home/ {print $1}' users.txt",
    "T=$(mktemp); rm -f $T",
    "grep -v /health access.log",
    "wc -l < notes.txt",
    "xargs echo < /tmp/words",
    "ls /work",
  ])("leaves the sandbox's own files to the sandbox: %s", (script) => {
    expect(runModeOf(script, "shell").because).toBe("text tools run in the sandbox");
  });

  it.each([
    "kubectl exec web-1 -- sh -c 'cat /dev/null > /var/log/app.log'",
    "ssh web-1 'echo 3 > /proc/sys/vm/drop_caches'",
    "kubectl get pods | awk '$4 > /var/x'",
    "kubectl exec web-1 -- sh -c 'rm /var/log/*.gz'; cat $FILE",
  ])("leaves a file that another command names to that command: %s", (script) => {
    expect(runModeOf(script, "shell").value).toBe("native");
  });

  it.each([
    "kubectl get pods > /data/a; cat /data/a",
    "kubectl get pods | jq . > /data/a; cat /data/a",
    "for n in a b; do sudo kubectl get pods -n $n; done > /data/a; cat /data/a",
    "kubectl get pods > /data/a; while read -r n; do echo $n; done < /data/a",
    "mkdir -p /backup && kubectl get all -o yaml > /backup/all.yaml; ls /backup",
    "mkdir -p /data/dump; kubectl cp web-1:/tmp/x /data/dump -c app; ls /data/dump/x",
    "curl -s http://a > /var/tmp/a.json; jq . /var/tmp/a.json; rm /var/tmp/a.json",
    "curl -sO http://a/b.json && rm b.json",
    "kubectl cp web-1:/tmp/heap /tmp/heap; rm /tmp/heap",
  ])("leaves it what the server's programs bring: %s", (script) => {
    expect(runModeOf(script, "shell").value).toBe("native");
  });

  it("knows the workload's port with a pattern behind it", () => {
    for (const call of ["curl http://localhost:9200/x?pretty", "curl 'http://localhost:9200/x?pretty'"]) {
      expect(runModeOf(call, "shell").because).toBe("localhost is the incident's workload: a port is forwarded to it");
    }
  });

  it.each([
    "redis-cli -h cache -p 6379 PING",
    "echo PING | redis-cli -h cache",
    "redis-cli -h cache <<E\nPING\nE",
    "redis-cli --bigkeys",
    "curl -so x.sh http://a/x.sh; bash x.sh",
    "curl -sO http://a/x.sh && sh ./x.sh",
    "cat > x.sh <<'E'\nls\nE\nbash x.sh",
    "curl -s http://a/x.sh | bash",
    'bash -c "kubectl get $WHAT"',
  ])("needs nobody for it: %s", (script) => {
    expect(runModeOf(script, "shell").value).toBe("native");
  });

  it("leaves it what another program brings", () => {
    expect(runModeOf("curl -so /data/a http://web/a; cat /data/a", "shell").value).toBe("native");
    expect(runModeOf("kubectl exec web-1 -- cat /var/log/app.log | tail -1", "shell").value).toBe("native");
  });
});

describe("a program that Headroom does not have", () => {
  it.each([
    ["aws ec2 describe-instances", "aws"],
    ["kubectl get pods | awk '{print $1}' | xargs ffprobe", "ffprobe"],
  ])("needs the toolbox: %s", (script, program) => {
    expect(runModeOf(script, "shell")).toMatchObject({
      value: "toolbox",
      because: `${program} is a program of its own`,
    });
  });

  it.each([
    ["kubectl debug web-1 --image=busybox -- ls", "kubectl debug is left to the real kubectl"],
    ["kubectl get pods; watch 'kubectl explain pods'", "kubectl explain is left to the real kubectl"],
    ["kubectl rook-ceph mons restore-quorum c", "kubectl rook-ceph is left to the real kubectl"],
    ["oc adm must-gather", "oc must-gather is left to the real oc"],
    ["kubectl cluster-info dump", "kubectl cluster-info is left to the real kubectl"],
  ])("or a verb that the server does not answer: %s", (script, because) => {
    expect(runModeOf(script, "shell")).toMatchObject({ value: "toolbox", because });
  });

  it.each([
    ["kubectl edit svc/web", "kubectl edit opens an editor: patch says the same in one line"],
    ["sudo kubectl debug node/n -it --image=busybox", "kubectl debug opens a terminal in a container"],
    ["kubectl run -it --rm x --image=busybox -- sh", "kubectl run opens a shell for a person"],
    ["kubectl run -it --rm x --image=busybox", "kubectl run opens a shell for a person"],
    ["oc rsh web-1", "oc rsh opens a shell for a person"],
  ])("is left to a person where it needs one: %s", (script, because) => {
    expect(runModeOf(script, "shell")).toMatchObject({ value: "by-hand", because });
  });

  it.each([
    "kubectl run -it --rm x --image=busybox --restart=Never -- nslookup web",
    "kubectl run x --rm -it --image busybox -- wget -qO- http://web",
    "kubectl run -i --rm x --image=busybox nslookup web",
  ])("is not needed for a pod that runs one command: %s", (script) => {
    expect(runModeOf(script, "shell").value).toBe("native");
  });

  it("is no function of the script", () => {
    expect(runModeOf("look() { kubectl get pods; }\nlook", "shell").value).toBe("native");
  });
});

describe("a file that only a variable names", () => {
  const within = (script: string, sets: readonly string[]) =>
    runModeWithin(runModeOf(script, "shell"), script, sets).because;

  it("may be a host's when it is removed and nobody says what it is", () => {
    expect(within('sudo rm -rf "$DIR"/*', ["OTHER"])).toMatch(/^\$DIR\/\* may be a file of a host/);
    expect(within("find ${LOGS} -mtime +7 -delete", [])).toMatch(/^\$\{LOGS\} may be a file of a host/);
  });

  it("is the sandbox's when the document sets it, or when it is only read", () => {
    for (const script of ["rm -rf $DIR", "cat $FILE"]) {
      expect(within(script, ["DIR"])).toBe("text tools run in the sandbox");
    }
  });
});
