/** Programs whose name alone says that a line is a command. */
const programs = new Set(
  `kubectl oc kubectx kubens helm helmfile kustomize kops kubeadm kind k3s k3d minikube crictl ctr nerdctl istioctl
linkerd argocd flux velero etcdctl eksctl gcloud gsutil bq az aws doctl ibmcloud openstack terraform tofu terragrunt vtctldclient zkubectl chef-client linstor
ansible ansible-playbook ansible-vault vault consul nomad packer pulumi docker docker-compose podman buildah skopeo
compose curl wget ssh scp sftp rsync ssh-keygen ssh-copy-id psql pg_dump pg_restore pg_dumpall pg_ctl pg_isready
pgbench patronictl mysql mysqldump mysqladmin mongo mongosh mongodump mongorestore redis-cli redis-server sqlite3
clickhouse-client cqlsh nodetool influx rabbitmqctl rabbitmq-diagnostics kafka-topics kafka-topics.sh
kafka-consumer-groups kafka-consumer-groups.sh zkCli.sh nats systemctl journalctl chkconfig sysctl loginctl
timedatectl hostnamectl apt apt-get apt-key dpkg yum dnf rpm zypper apk pacman brew snap pip pip3 npm npx yarn pnpm
node python python2 python3 ruby gem bundle rake rails php composer java javac jstack jmap jcmd jstat mvn gradle cargo
rustc gcc clang cmake perl git gh glab svn hg sudo su doas chmod chown chgrp mkdir rmdir ln ls ll cd cp mv rm cat tac
grep egrep fgrep zgrep rg awk gawk sed xargs tr wc tee tail head sort uniq jq yq export unset alias source echo printf
ps pgrep pkill kill killall htop iotop iostat vmstat mpstat sar dstat lsof strace ltrace tcpdump dmesg df du lsblk
blkid mount umount fdisk parted mkfs mkfs.ext4 fsck e2fsck resize2fs xfs_growfs pvs vgs lvs pvcreate vgextend lvextend
lvcreate mdadm smartctl free uptime nproc lscpu uname ifconfig ip iptables ip6tables nft ufw firewall-cmd netstat ss
ping ping6 traceroute tracepath mtr dig nslookup whois nc ncat netcat telnet openssl certbot keytool nginx apachectl
httpd haproxy tar gzip gunzip zip unzip zcat base64 md5sum sha256sum crontab useradd usermod userdel passwd groupadd
getent visudo tmux screen nohup promtool amtool thanos mimirtool logcli cockroach vtctlclient gitlab-ctl gitlab-rails
gitlab-rake knife chef-client puppet salt salt-call bosh cf kn tkn dapr stern k9s ceph rados rbd cephadm gluster zfs
zpool drbdadm pcs crm corosync virsh qemu-img ipmitool ethtool nmap arp route ab wrk hey vegeta k6 siege fio stress
stress-ng ffmpeg beads gpg pass op sops age chronyc ntpq ntpdate update-rc.d modprobe lsmod insmod reboot shutdown
truncate dd sync sha1sum stat touch readlink realpath basename dirname env pwd whoami hostname promql lncli geth
bitcoin-cli solana near forge cast hadoop hdfs yarn spark-submit airflow dbt snow bq cloud_sql_proxy kinit klist
ldapsearch ldapmodify dsconf setfacl getfacl restorecon setenforce getenforce semanage ausearch auditctl supervisorctl
monit pm2 forever celery gunicorn uwsgi flask bin/rails mc s3cmd rclone restic borg duplicity barman wal-g pgbackrest
pg_basebackup repmgr vtysh birdc birdcl calicoctl cilium hubble tc conntrack ipvsadm systemd-analyze hcloud flyctl
fly heroku vercel netlify serverless sam cdk copilot eb datadog-agent consul-template envsubst direnv asdf nvm
pyenv make pstree pidstat pmap numastat slabtop nsenter jps swapon swapoff perf bpftrace mongostat mongotop
sqlplus lsb_release md5 sha512sum cksum lspci lsusb lshw dmidecode hwclock nmcli resolvectl networkctl ipcs ipcrm lsns unshare
chroot logrotate iptables-save iptables-restore brctl fuser pidof nfsstat showmount exportfs rpcinfo findmnt lsattr chattr
debugfs tune2fs dumpe2fs wipefs sgdisk gdisk partprobe multipath iscsiadm nvme hdparm pwsh gpasswd chage ssh-add
ssh-keyscan redis-benchmark redis-sentinel mysqlcheck mysqlbinlog xtrabackup createdb dropdb createuser dropuser vacuumdb
reindexdb pg_rewind pg_controldata pg_resetwal pg_receivewal kafkacat kcat kafka-configs kafka-configs.sh
zookeeper-shell.sh bsondump varnishadm varnishlog varnishstat postqueue postsuper postconf mailq doveadm rndc pytest
poetry pipenv uvx deno ts-node prisma alembic django-admin sidekiq drush sbt bazel dotnet adb trivy grype cosign crane
kubeseal kubeconform conftest checkov tfsec tflint tsh tctl aws-vault saml2aws clusterctl talosctl rke k0s microk8s
vagrant esxcli govc pvecm pvesh pveversion lxc incus supabase firebase wrangler ngrok cloudflared tailscale wg wg-quick
ipsec ovs-vsctl ovs-ofctl fab`.split(/\s+/),
);
/** Names that are English words too: a command only with something after them that English does not have. */
const words = new Set(
  `if for while until case time watch date top test find which who last cut join split file look read set type wait at
host less more go w id sleep true false exec eval trap function do until history clear reset exit bash sh zsh pg link
install update start stop restart run get describe delete apply create seq diff cmp column nl rev tree comm locate
whatis man info who users groups login finger write mesg cal bc expr timeout nice renice jobs fg bg disown batch
[ [[ . vi vim nano emacs code open`.split(/\s+/),
);
const shellLike = /(?:^|\s)(?:-{1,2}[A-Za-z]|[./~$"'[|<>&(]|\d)|[$|;=/]/;
/** `notAfter=Aug  6 13:11:20 2025` is what a program prints. */
const assignment = /^[A-Za-z_]\w*=(?!=|[#>] )(?:\S*|"[^"]*"|'[^']*'|\$\(.*)(?:\s+(?!\d)\S|$)/;

/** The program that a line calls, when the line reads as a shell command and not as a sentence or output; else null. */
export function commandOfLine(line: string): string | null {
  const text = line.trim();
  if (text === "" || text.startsWith("#")) {
    return null;
  }
  if (assignment.test(text)) {
    return text.slice(0, text.indexOf("="));
  }
  return commandOfWords(text);
}

/** Names that only mean a command with these words after them. */
const calls: ReadonlyMap<string, RegExp> = new Map([
  ["service", /^service \S+ (?:start|stop|restart|reload|status|force-reload)\b/],
  [
    "k",
    /^k (?:get|describe|logs|exec|apply|delete|top|scale|rollout|run|edit|patch|create|label|annotate|cordon|uncordon|drain|expose|set|port-forward|debug|cp) /,
  ],
  ["export", /^export (?:-\w )?[A-Za-z_]\w*(?:=|$)/],
]);

const path = /^(?:\.{1,2}|~|\$\{?[A-Z_]+\}?)?\/[\w./${}-]+$/;
/** A path that stands alone is a place, unless it says that it is a program. */
const programPath = /^\.\/|\/s?bin\/|\/init\.d\/|\.(?:sh|py|pl|rb)$/;

/** `node    7,181 mib/sec`, `node v18.0.0`: what a program prints. */
function isTableRow(text: string): boolean {
  return /^\S+ {3,}\S/.test(text) || /^\S+ v?\d+\.\d+[\d.]*$/.test(text);
}

function commandOfWords(text: string): string | null {
  const [first = "", ...rest] = text.split(/\s+/);
  const call = calls.get(first);
  if (call) {
    return call.test(text) ? first : null;
  }
  if (isTableRow(text)) {
    return null;
  }
  return isPath(first, rest) || isProgram(first, rest) || isWord(first, rest.join(" ")) || isTool(first, rest)
    ? first
    : null;
}

const toolName = /^[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*(?:ctl|cli|admin|adm|sql)$|^[a-z][a-z0-9]*(?:-[a-z0-9]+)+$/;

/** `bin/drain-node -n web-1` */
const ownProgram = /^(?:s?bin|scripts?|tools?)\/[\w./-]+$/;

/** A program of the team's own: `shop-psql -qtc "…"`, `shopctl list`. */
function isTool(first: string, rest: readonly string[]): boolean {
  const [next = ""] = rest;
  const hasFlag = /^-{1,2}[A-Za-z][\w-]*(?:=|$)/.test(next);
  const hasVerb = first.endsWith("ctl") && /^[a-z][a-z-]+$/.test(next) && !isSentence(rest);
  return (toolName.test(first) && (hasFlag || hasVerb)) || (ownProgram.test(first) && hasFlag);
}

function isPath(first: string, rest: readonly string[]): boolean {
  return path.test(first) && !first.endsWith("/") && (rest.length > 0 || programPath.test(first));
}

function isProgram(first: string, rest: readonly string[]): boolean {
  return programs.has(first) && !isSentence(rest);
}

function isWord(first: string, tail: string): boolean {
  return words.has(first) && (tail === "" ? /^(?:top|date|w|id|history)$/.test(first) : shellLike.test(tail));
}

/** "service is down." and "node has been drained" begin with a program's name and are English. */
function isSentence(rest: readonly string[]): boolean {
  return (
    rest.length > 1 &&
    (/^(?:is|are|was|will|has|have|can|may|must|should|to|the|in|on|and|or|not|with|of|does)$/.test(rest[0] ?? "") ||
      (rest.length > 3 && /[a-z]\.$/.test(rest.at(-1) ?? "") && !rest.some((word) => /^[-/"'$]/.test(word))))
  );
}

const withVerbs =
  /^(?:sudo )?(?:kubectl|oc|k|docker|docker-compose|podman|helm|systemctl|journalctl|git|terraform|aws|gcloud|az|promtool|argocd|istioctl|etcdctl|redis-cli|ansible-playbook|supervisorctl|npm|apt|apt-get|yum|dnf|gitlab-ctl|ssh|ping|dig|nslookup|kill|pkill|crictl|ceph|nodetool|rabbitmqctl|psql|vault|consul|nomad|velero|flux|linkerd|cilium|calicoctl|cephadm|patronictl|pgbackrest|mysqladmin|eksctl|kubeadm|minikube|doctl|gsutil|pm2|virsh|nerdctl|gh|glab|apachectl|tofu|terragrunt|vtctldclient|zkubectl) [\w./<${@-]|^(?:sudo )?[a-z][a-z0-9-]*ctl (?:list|status|show|version|info|health|members?|topology|history|start|stop|restart|reload)(?=\s|$)|^(?:sudo )?service \S+ (?:start|stop|restart|reload|status)$|^curl [\w.-]+[:/]\S/;

/** `grep -P`, `[ 'a', 'b' ]`: the name of a flag, a list. */
const nameOfFlag = /^(?:grep|egrep|sed|awk|jq|sort|cut|xargs|find|tr|head|tail|curl|wget)(?:\s+-{1,2}[\w-]+)+$|^\[/;

/** `grep 'Nov 13'`, `jq .items`: the end of a pipeline, which has nothing to read. */
const readsInput =
  /^(?:[ez]?grep(?:\s+-(?!\w*[rRf])[\w-]+(?:\s+\d+)?)*|jq(?:\s+-(?!\w*n)[\w-]+)*)\s+(?:'[^']*'|"[^"]*"|[^\s|<'"]+)$/;

const english =
  /(?:^|\s)(?:the|a|an|is|are|was|to|if|and|or|for|with|from|on|in|this|that|your|you|it|of|by|as|has|should|shows?|will|can|not|access)(?=\s|$)/i;

/** `kubectl logs 확인`: words of another script, outside of quotes and placeholders. */
const otherWords = /[\p{Lo}\p{Script=Cyrillic}]/u;
const quoted = /"[^"]*"|'[^']*'|<[^>]*>/g;

const marked = /\s-{1,2}[A-Za-z]|<[\w -]+>|\s[/~$]|\||:\/\//;
const knownCall =
  /^(?:sudo )?(?:curl (?:"[^"\s]+[:/][^"]*"|[\w.-]+[:/]\S+)$|redis-cli (?:[A-Z]{3,}|info|dbsize|ping|(?:config|memory|client|slowlog) [a-z]+)(?: [\w.*-]+){0,3}$|[a-z][a-z0-9]*ctl (?:start|stop|restart|reload|graceful|configtest)(?: [\w.-]+){0,2}$|(?:systemctl|service) \S+ \S+$|(?:kubectl|oc|k) (?:get|describe|logs|top|rollout|delete|apply|scale|cordon|uncordon|drain) \S|docker(?:-compose| compose) (?:ps|logs|restart|up|down|pull|stop|start)\b|docker (?:ps|stats)\b|docker (?:logs|restart|inspect|stop|start|pull) \S|ceph (?:status|health(?: detail)?|df|(?:osd|pg|mon|mds|fs|orch) [a-z][a-z-]* ?\S*)(?: [\w.-]+){0,3}$|(?:etcdctl|nodetool|rabbitmqctl|patronictl|crictl|gitlab-ctl|supervisorctl|pcs|gluster|zpool) [a-z][a-z_-]+(?: [\w./:@-]+){0,3}$)|^(?:sudo )?(?:\.{1,2}|~)?\/\S+\.(?:sh|py|pl|rb)(?: [\w./:@=-]+)+$/;

/** `systemctl show nginx`, `az aks show`: a verb of the program, which English has, too. */
const verbShow = /^((?:sudo )?\S+ (?:[a-z-]+ )?)show(?=\s)/;

/** `./scripts/restart.sh production` */
const scriptCall = /^(?:sudo )?(?:\.{1,2}|~)?\/\S+\.(?:sh|py|pl|rb) \S/;

/** Whether a line that stands where prose does, without any mark of code, is a command and nothing else. */
export function isBareCommand(text: string): boolean {
  const line = text.trim();
  return (
    (marked.test(line) || knownCall.test(line)) && !/\n|^\w+=/.test(line) && isPlainlyCommand(line) && !hasWords(line)
  );
}

function hasWords(line: string): boolean {
  const unquoted = line.replace(verbShow, "$1").replace(quoted, "");
  return english.test(unquoted) || otherWords.test(unquoted);
}

/** Whether words inside of a sentence, a comment or inline code are plainly a command, and not the name of one. */
export function isPlainlyCommand(text: string): boolean {
  const line = text.trim();
  return (
    !/[?!:,…]$|(?<![\s/])\.$|\.\.$/.test(line) &&
    /\s/.test(line) &&
    !nameOfFlag.test(line) &&
    !readsInput.test(line) &&
    commandOfLine(line) !== null &&
    (withVerbs.test(line) || scriptCall.test(line) || /\s-{1,2}[A-Za-z]|<[\w -]+>|\s["'/~.$]|\||:\/\//.test(line))
  );
}
