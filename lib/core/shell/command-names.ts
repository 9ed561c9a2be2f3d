/** Verbs that do nothing by themselves: the rest of the command is missing. */
const needing: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    "kubectl oc k": `get describe logs log exec delete apply create edit patch scale rollout set label annotate expose run
attach cp drain cordon uncordon taint debug autoscale port-forward portforward replace explain wait certificate auth
config adm diff kustomize plugin completion image project rsh rsync process tag policy secrets`,
    "docker podman nerdctl": `run exec build create inspect logs rm rmi start kill cp pull push tag commit
save load import export wait attach rename update port diff history mount unmount umount init network volume
container image manifest machine context stack trust buildx pod secret service swarm node plugin config builder engine
checkpoint restore generate play kube healthcheck runlabel untag unshare farm quadlet artifact compose stop restart
pause unpause top search`,
    systemctl: "start stop restart reload enable disable mask unmask cat edit kill is-active is-enabled",
    "docker-compose": "exec run",
    helm: "install upgrade rollback uninstall delete get status history template show repo pull push dependency test",
    git: "am checkout cherry-pick revert merge clone bisect config remote switch restore worktree submodule tag rm mv",
    "etcdctl etcdutl": "get put del snapshot member endpoint user role auth lease watch txn lock",
    aws: "s3 s3api ec2 ecs eks rds iam sts logs ssm lambda route53 cloudwatch elbv2 elasticache autoscaling ecr kms",
    gcloud: "compute container sql projects logging iam secrets run functions dns storage",
    az: "aks acr vm vmss network keyvault group storage monitor webapp sql redis role ad",
    "terraform tofu": "import state taint untaint workspace providers force-unlock",
    "vault consul nomad": "read write kv auth secrets policy token operator lease plugin job alloc node acl",
    "argocd flux istioctl linkerd velero": `app cluster repo proj account get reconcile suspend resume create delete
describe backup restore schedule proxy-config experimental`,
    "ceph rados rbd radosgw-admin": "osd mon mgr pg mds fs auth config orch daemon tell bucket user",
    "npm yarn pnpm": "run exec",
    "apt apt-get yum dnf apk brew pip pip3 snap": "install remove purge show search info uninstall",
    "pm2 supervisorctl": "restart start stop delete logs describe",
    crictl: "logs inspect inspectp exec rmi rmp rm stop stopp",
  }).flatMap(([programs, verbs]) => {
    const known = new Set(verbs.split(/\s+/));
    return programs.split(" ").map((program) => [program, known] as const);
  }),
);

/** The same of two words: what they are to be done to is missing. */
const longer =
  /^(?:(?:kubectl|oc) (?:rollout (?:restart|undo|status|history|pause|resume)|set (?:image|env|resources)|(?:delete|edit|scale|patch) (?:pods?|deployments?|deploy|statefulsets?|sts|daemonsets?|ds|jobs?|pvc|pv|nodes?|namespaces?|ns|services?|svc|configmaps?|cm|secrets?|rs)|config (?:use-context|set-context)|auth can-i|create (?:secret|configmap|job|token))|docker compose (?:exec|run)|docker (?:container|image|volume|network) (?:inspect|rm|logs|exec)|helm get (?:values|manifest|notes|all|hooks)|etcdctl (?:snapshot (?:save|restore|status)|member (?:add|remove|update))|aws s3 (?:cp|sync|mv|rm)|terraform state (?:rm|mv|show)|ceph osd (?:out|in|down|rm|purge|destroy|reweight|set|unset))$/;

/** A flag at the end whose value is missing: `aws iam list-roles --query`. */
const openFlag =
  /\s--(?:query|filters?|namespace|selector|output|region|profile|context|cluster|tail|since|image|replicas|name|filename|label|host|port)$|^(?:kubectl|oc|helm)\s.*\s-[nlo]$/;

/** Whether a text is what a command is called, and not all of one: `kubectl patch`, `docker exec`, `aws s3`. */
export function isCommandName(text: string): boolean {
  const words = text
    .trim()
    .replace(/^sudo\s+/, "")
    .split(/\s+/);
  const [program = "", verb = ""] = words;
  const told = words.join(" ");
  return openFlag.test(told) || (words.length === 2 ? needing.get(program)?.has(verb) === true : longer.test(told));
}
