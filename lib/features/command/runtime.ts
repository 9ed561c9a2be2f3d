import "server-only";
import { getConfig } from "@/lib/adapters/config/config";
import { databasePasswords, type PostgresServer, type RedisServer, serversAt } from "@/lib/adapters/config/databases";
import { findDockerHost } from "@/lib/adapters/config/docker";
import { findSshHost } from "@/lib/adapters/config/ssh";
import { dockerCommand, dockerComposeCommand } from "@/lib/adapters/docker/docker";
import { listedHosts } from "@/lib/adapters/docker/hosts";
import { listedCaFiles } from "@/lib/adapters/http/ca-files";
import { curlCommand } from "@/lib/adapters/http/curl";
import { hostPolicy } from "@/lib/adapters/http/host-policy";
import type { HostVerdict } from "@/lib/adapters/http/host-verdict";
import { ncCommand } from "@/lib/adapters/http/nc";
import { wgetCommand } from "@/lib/adapters/http/wget";
import type { Place } from "@/lib/adapters/kubernetes/kubectl/global-flags";
import { kubectlCommand } from "@/lib/adapters/kubernetes/kubectl/kubectl";
import { noteSecrets } from "@/lib/adapters/kubernetes/note-secrets";
import { podAddressForward } from "@/lib/adapters/kubernetes/pod-address-forward";
import { type PodTarget, podCommands } from "@/lib/adapters/kubernetes/pod-commands";
import { createPortForwards } from "@/lib/adapters/kubernetes/port-forwards";
import { targetForward } from "@/lib/adapters/kubernetes/target-forward";
import { toolboxCommands, toolboxKubectl } from "@/lib/adapters/kubernetes/toolbox-commands";
import { prometheusSecrets } from "@/lib/adapters/prometheus/access";
import { promqlCommand } from "@/lib/adapters/prometheus/promql-command";
import { listedRedis } from "@/lib/adapters/redis/listed-servers";
import { redisCliCommand } from "@/lib/adapters/redis/redis-cli";
import { listedPostgres } from "@/lib/adapters/sql/listed-servers";
import { psqlCommand } from "@/lib/adapters/sql/psql";
import { listedSshHosts } from "@/lib/adapters/ssh/find-host";
import { scpCommand } from "@/lib/adapters/ssh/scp";
import { sshCommand } from "@/lib/adapters/ssh/ssh";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { brandId } from "@/lib/core/kernel/ids";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { Endpoint, Grant } from "@/lib/core/shell/grant";
import { forwardsInBackground } from "@/lib/core/shell/live/background-forwards";
import type { Risk } from "@/lib/core/shell/risk/risk";
import { execArgvs } from "@/lib/core/shell/targets/exec-argvs";
import { needsToolbox, ownPrograms } from "@/lib/core/shell/targets/program-places";
import { scriptEndpoints } from "@/lib/core/shell/targets/script-endpoints";
import { namespacesOf } from "@/lib/core/shell/targets/targets";
import { clusterNamed, findCluster } from "@/lib/features/cluster/runtime";

/** What the native commands and the grant need to know of a run or a sample. */
export type CommandedRun = {
  readonly runId: string;
  readonly script: string;
  readonly risk: Risk;
  readonly cluster: string;
  readonly namespace: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where commands that are meant for the workload run; null when the incident names none. */
  readonly podTarget: PodTarget | null;
};

/** What the configuration holds and no output may show. */
export function configuredSecrets(): readonly string[] {
  const { secret, demoAlertToken, databaseUrl, clusters, postgres, redis } = getConfig();
  const password = databaseUrl === null ? null : new URL(databaseUrl).password;
  const ofPrometheus = clusters.flatMap(({ prometheus }) => (prometheus ? prometheusSecrets(prometheus) : []));
  const ofDatabases = databasePasswords([...postgres, ...redis]);
  return [secret, demoAlertToken, password, ...ofDatabases, ...ofPrometheus].flatMap((value) =>
    value !== null && value.length >= 6 ? [value] : [],
  );
}

/**
 * The commands that touch the world, for one run: each gets the run's cluster and the incident's namespace. Values of
 * Secrets that they read are told to `onSecret`.
 */
export function nativeCommands(run: CommandedRun, onSecret: (value: string) => void): readonly NativeCommand[] {
  const connect = ({ context, ...others }: Omit<Place, "namespace">) => {
    const cluster = clusterNamed(run.cluster);
    if (context !== undefined && context !== cluster.name) {
      throw new AppError("forbidden", `This run may only use cluster ${cluster.name}, not context ${context}.`);
    }
    const [other] = Object.keys(others);
    if (other !== undefined) {
      throw new AppError("forbidden", `This run may only use cluster ${cluster.name}: --${other} is not taken.`);
    }
    return noteSecrets(cluster.connection(), onSecret);
  };
  const prometheus = () => {
    const client = clusterNamed(run.cluster).prometheus;
    if (!client) {
      throw new AppError(
        "upstream-unavailable",
        `Cluster ${run.cluster} has no Prometheus: add \`prometheus\` to it in the configuration.`,
      );
    }
    return client;
  };
  const now = () => new Date();
  const { hosts, caFiles, docker, ssh, postgres, redis } = getConfig();
  const access = findCluster(run.cluster)?.prometheusAccess ?? null;
  const { namespace, podTarget: target } = run;
  const forwards = createPortForwards(
    target ? targetForward({ connect: () => connect({}), namespace, target, now }) : undefined,
  );
  const podAddress = podAddressForward({ connect: () => connect({}), namespace, now });
  const settings = { connect, namespace, now, forwards, isForwardDetached: forwardsInBackground(run.script) };
  const kubectl = kubectlCommand(settings);
  const web = {
    allow: hostPolicy({ hosts, prometheus: access, localPort: forwards.at, podAddress }),
    caFile: listedCaFiles(caFiles),
  };
  return [
    ...(["kubectl", "oc"] as const).map((name) => kubectlCommand({ ...settings, name, ...realOf(run, name, kubectl) })),
    ...podCommands(kubectl, run.podTarget),
    ...toolboxOf(run, kubectl),
    promqlCommand({ client: prometheus, now }),
    curlCommand(web),
    wgetCommand({ ...web, now }),
    ncCommand({ allow: (url) => databaseAt(url) ?? web.allow(url) }),
    sshCommand(listedSshHosts(ssh)),
    scpCommand(listedSshHosts(ssh)),
    dockerCommand({ connect: listedHosts(docker, ssh), now }),
    dockerComposeCommand({ connect: listedHosts(docker, ssh), now }),
    psqlCommand({ resolve: listedPostgres(postgres) }),
    redisCliCommand({ resolve: listedRedis(redis) }),
  ];
}

/** The real kubectl, or oc, of the cluster's toolbox. */
function realOf({ cluster, namespace }: CommandedRun, name: "kubectl" | "oc", kubectl: NativeCommand) {
  const toolbox = findCluster(cluster)?.toolbox ?? null;
  return toolbox === null ? {} : { toolbox: toolboxKubectl(kubectl, { ...toolbox, cluster }, { name, namespace }) };
}

/** Whether a database that is listed can be reached may be asked, too. */
function databaseAt({ hostname, port }: URL): HostVerdict | null {
  const { postgres, redis } = getConfig();
  const [server] = [...serversAt(postgres, hostname, port), ...serversAt(redis, hostname, port)];
  return server === undefined ? null : { ok: true, isInwardAllowed: true, address: new URL(server.url) };
}

/** The programs of the script that only the toolbox has; none where the cluster has no toolbox. */
function toolboxOf({ cluster, script }: CommandedRun, kubectl: NativeCommand): readonly NativeCommand[] {
  const toolbox = findCluster(cluster)?.toolbox ?? null;
  return toolbox === null ? [] : toolboxCommands(kubectl, { ...toolbox, cluster }, ownPrograms(script));
}

/** What a run may do: what its own text needs, in its cluster, and nothing more. */
export function grantFor(run: CommandedRun, actor: Actor): Grant {
  return {
    runId: brandId(run.runId),
    actor,
    ceiling: run.risk === "unknown" ? "change" : run.risk,
    clusters: [{ cluster: run.cluster, namespaces: [...new Set([run.namespace, ...namespacesOf(run.script)])] }],
    execs: execArgvs(run.script, run.variables),
    readList: getConfig().readList,
    endpoints: endpointsFor(run),
  };
}

/** The systems of the configuration that a run's text names. */
function endpointsFor({ script, variables, cluster }: CommandedRun): readonly Endpoint[] {
  const named = scriptEndpoints(script, variables).flatMap(({ system, named: host }) =>
    configuredNames(system, host).map((name) => ({ system, name })),
  );
  return !needsToolbox(script) ? named : [...named, { system: "toolbox", name: cluster }];
}

function configuredNames(system: Endpoint["system"], named: string | null): readonly string[] {
  const { docker, ssh, postgres, redis } = getConfig();
  switch (system) {
    case "docker":
      return [findDockerHost(docker, named)?.name ?? []].flat();
    case "ssh":
      return [findSshHost(ssh?.hosts ?? [], { host: named ?? "", user: null, port: null })?.name ?? []].flat();
    case "postgres":
      return namesAtHost(postgres, named);
    case "redis":
      return namesAtHost(redis, named);
    case "toolbox":
      return [];
  }
}

/** An entry may be for one port of its host: which one, the connector knows. */
function namesAtHost(servers: readonly (PostgresServer | RedisServer)[], named: string | null): readonly string[] {
  return servers
    .filter(({ hosts }) => hosts.some((host) => host.replace(/:\d+$/, "") === named))
    .map(({ name }) => name);
}
