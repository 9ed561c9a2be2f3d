import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { prometheusAt } from "@/lib/adapters/config/prometheus";
import { callersDocker } from "@/lib/adapters/docker/callers-host";
import { dockerCommand, dockerComposeCommand } from "@/lib/adapters/docker/docker";
import { curlCommand } from "@/lib/adapters/http/curl";
import type { HostVerdict } from "@/lib/adapters/http/host-verdict";
import { ncCommand } from "@/lib/adapters/http/nc";
import { wgetCommand } from "@/lib/adapters/http/wget";
import { type ClusterConnection, connectCluster } from "@/lib/adapters/kubernetes/connection";
import type { Place } from "@/lib/adapters/kubernetes/kubectl/global-flags";
import { kubectlCommand } from "@/lib/adapters/kubernetes/kubectl/kubectl";
import { createPortForwards, type PortForwards } from "@/lib/adapters/kubernetes/port-forwards";
import { prometheusAccess } from "@/lib/adapters/prometheus/access";
import { createPrometheusClient } from "@/lib/adapters/prometheus/client";
import { promqlCommand } from "@/lib/adapters/prometheus/promql-command";
import { callersRedis } from "@/lib/adapters/redis/listed-servers";
import { redisCliCommand } from "@/lib/adapters/redis/redis-cli";
import { createSandbox } from "@/lib/adapters/sandbox/sandbox";
import { callersPostgres } from "@/lib/adapters/sql/listed-servers";
import { psqlCommand } from "@/lib/adapters/sql/psql";
import { callersSsh } from "@/lib/adapters/ssh/find-host";
import { scpCommand } from "@/lib/adapters/ssh/scp";
import { sshCommand } from "@/lib/adapters/ssh/ssh";
import { AppError } from "@/lib/core/kernel/app-error";
import { brandId } from "@/lib/core/kernel/ids";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { forwardsInBackground } from "@/lib/core/shell/live/background-forwards";
import { throughLogins } from "@/lib/core/shell/logins";
import { renderScript } from "@/lib/core/shell/parameters/render-script";
import { riskOf } from "@/lib/core/shell/risk/risk-of";
import { namespacesOf } from "@/lib/core/shell/targets/targets";
import { EXEC_HELP, type ExecOptions, readExecOptions, writtenParameters } from "./exec-options";
import { type CommandLineIo, WRONG_USAGE } from "./io";
import { leftFiles } from "./left-files";

/** How the grant names whatever cluster the caller's own file leads to. */
const CALLERS_CLUSTER = "your kubeconfig";

/** `headroom exec`: one script in the sandbox, against the caller's own cluster. Gives the script's exit code. */
export async function execCommand(argv: readonly string[], io: CommandLineIo): Promise<number> {
  const read = readExecOptions(argv);
  if (!read.ok) {
    io.stderr(`headroom exec: ${read.error}\nTry 'headroom exec --help'.\n`);
    return WRONG_USAGE;
  }
  if (read.value.help) {
    io.stdout(EXEC_HELP);
    return 0;
  }
  const { script: text, parameters } = read.value;
  const rendered = renderScript({ script: text, uses: writtenParameters(text), values: parameters });
  if (!rendered.ok) {
    for (const { parameter, message } of rendered.error) {
      io.stderr(`headroom exec: ${message} (--param ${parameter}=…)\n`);
    }
    return WRONG_USAGE;
  }
  const options = { ...read.value, script: throughLogins(rendered.value, null, shellVariables(parameters)) };
  return options.dryRun ? explain(options, io) : run(options, io);
}

function explain(options: ExecOptions, io: CommandLineIo): number {
  const { risk, reasons } = riskOf(options.script);
  io.stdout(`${options.script}\n\nrisk: ${risk}\n${reasons.map((reason) => `  ${reason}\n`).join("")}`);
  try {
    const { server, defaultNamespace } = connect(context(options), io);
    const own = options.namespace ?? defaultNamespace;
    const named = namespacesOf(options.script).filter((namespace) => namespace !== own);
    io.stdout(`target: ${server}, namespace ${own}${named.map((namespace) => `, ${namespace}`).join("")}\n`);
  } catch (error) {
    if (!(error instanceof AppError)) {
      throw error;
    }
    io.stdout(`target: none (${error.message})\n`);
  }
  return 0;
}

async function run(options: ExecOptions, io: CommandLineIo): Promise<number> {
  const files = leftFiles(options.artifacts, io);
  const sandbox = createSandbox({ childPath: fileURLToPath(new URL("../dist/sandbox-child.mjs", import.meta.url)) });
  try {
    const { exitCode, ended } = await sandbox.run({
      script: options.script,
      variables: shellVariables(options.parameters),
      commands: nativeCommands(options, io),
      grant: callersGrant(),
      signal: io.signal,
      limits: { runTimeoutMs: options.timeoutMs, liveTimeoutMs: options.timeoutMs },
      keepFile: files.keep,
      onOutput: ({ stream, text }) => io[stream](text),
    });
    if (ended !== "exit" && ended !== "cancelled") {
      io.stderr(`headroom exec: ended by ${ended}\n`);
    }
    files.report();
    return exitCode;
  } finally {
    await sandbox.close();
  }
}

function nativeCommands(options: ExecOptions, io: CommandLineIo): readonly NativeCommand[] {
  const connections = new Map<string, ClusterConnection>();
  const kept = (place: KubeconfigPlace) => {
    const key = JSON.stringify(place);
    const connection = connections.get(key) ?? connect({ ...context(options), ...place }, io);
    connections.set(key, connection);
    return connection;
  };
  const now = () => new Date();
  const forwards = createPortForwards();
  const isForwardDetached = forwardsInBackground(options.script);
  const settings = { connect: kept, namespace: options.namespace, now, forwards, isForwardDetached };
  const allow = (url: URL) => callersHost(url, forwards);
  return [
    kubectlCommand(settings),
    kubectlCommand({ ...settings, name: "oc" }),
    promqlCommand({ client: () => prometheus(options, io), now }),
    psqlCommand({ resolve: callersPostgres }),
    redisCliCommand({ resolve: callersRedis }),
    curlCommand({ allow }),
    wgetCommand({ allow, now }),
    ncCommand({ allow }),
    sshCommand(callersSsh(io.environment)),
    scpCommand(callersSsh(io.environment)),
    dockerCommand({ connect: callersDocker(io.environment), now }),
    dockerComposeCommand({ connect: callersDocker(io.environment), now }),
  ];
}

/** Any host is the caller's to reach; a port that the script forwards is that one. */
function callersHost({ hostname, port }: URL, forwards: PortForwards): HostVerdict {
  const isLocal = hostname === "localhost" || hostname === "127.0.0.1" || hostname === "[::1]";
  const through = isLocal ? forwards.at(Number(port || "80")) : null;
  return { ok: true, isInwardAllowed: true, ...(through && { through }) };
}

function prometheus(options: ExecOptions, io: CommandLineIo) {
  const baseUrl = options.prometheus ?? io.environment["PROMETHEUS_URL"];
  if (baseUrl === undefined || !URL.canParse(baseUrl)) {
    throw new AppError("invalid-input", "There is no Prometheus: give --prometheus URL or set PROMETHEUS_URL.");
  }
  return createPrometheusClient(prometheusAccess(prometheusAt(baseUrl)));
}

type KubeconfigPlace = Omit<Place, "namespace">;

function context({ context: name }: ExecOptions): KubeconfigPlace {
  return name === undefined ? {} : { context: name };
}

/** The caller's own file and nothing else: never the service account of a pod this may run in. */
function connect({ kubeconfig, ...place }: KubeconfigPlace, io: CommandLineIo): ClusterConnection {
  const listed = io.environment["KUBECONFIG"]?.split(path.delimiter).find((file) => file !== "");
  const file = kubeconfig ?? listed ?? path.join(io.environment["HOME"] ?? homedir(), ".kube", "config");
  if (!existsSync(file)) {
    throw new AppError("upstream-unavailable", `There is no kubeconfig: ${file} does not exist.`);
  }
  return connectCluster({ kubeconfigPath: file, name: CALLERS_CLUSTER, allowExecPlugins: true, ...place });
}

/** All that the caller may do is theirs to do: the cluster's own permissions are the barrier. */
function callersGrant(): Grant {
  return {
    runId: brandId(randomUUID()),
    actor: { kind: "system", name: "command line" },
    ceiling: "destructive",
    clusters: [{ cluster: CALLERS_CLUSTER, namespaces: "any" }],
    execs: "any",
    readList: [],
    endpoints: "any",
  };
}

function shellVariables(parameters: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(parameters).filter(([name]) => /^[A-Za-z_]\w*$/.test(name)));
}
