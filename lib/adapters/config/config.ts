import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse, YAMLParseError } from "yaml";
import type { z } from "zod";
import type { LogLevel } from "@/lib/adapters/log/log";
import { AppError } from "@/lib/core/kernel/app-error";
import type { ReadList } from "@/lib/core/shell/grant";
import type { PostgresServer, RedisServer } from "./databases";
import { type DockerHost, dockerHostFrom } from "./docker";
import { prometheusAt, prometheusFrom } from "./prometheus";
import {
  type ClusterConfig,
  configFileSchema,
  type Environment,
  environmentSchema,
  type WrittenCluster,
} from "./schema";
import { type SshConfig, sshConfigFrom } from "./ssh";

export type Config = {
  /** Null: the embedded Postgres in `dataFolder`. */
  readonly databaseUrl: string | null;
  readonly dataFolder: string;
  /** What the server listens on. */
  readonly host: string;
  readonly port: number;
  readonly runbookFolders: readonly string[];
  readonly runbookPolicy: { readonly requireReviewed: boolean };
  /** Signs sessions; kept in the data folder unless given. */
  readonly secret: string;
  /** The address people use; without one, both names of this machine. */
  readonly url: string;
  readonly trustedOrigins: readonly string[];
  /** The first is the default. A null kubeconfig is the pod's own service account. */
  readonly clusters: readonly ClusterConfig[];
  readonly hosts: Readonly<Record<string, string>>;
  readonly caFiles: Readonly<Record<string, string>>;
  readonly readList: ReadList;
  readonly docker: readonly DockerHost[];
  readonly ssh: SshConfig | null;
  readonly postgres: readonly PostgresServer[];
  readonly redis: readonly RedisServer[];
  readonly isDemo: boolean;
  /** The bearer token of the demo's practice range. */
  readonly demoAlertToken: string | null;
  readonly logLevel: LogLevel;
  readonly logStyle: "json" | "pretty";
};

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Parses the environment and the file it names; relative paths are relative to the working folder (in the file: to the
 * file). Makes the data folder and the secret in it. Throws AppError `invalid-input` with one sentence.
 */
export function readConfig(variables: Variables): Config {
  // An empty variable is an unset one, as compose files and CI write it.
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ""));
  const environment = parseOrRefuse(environmentSchema, set, "The environment variable");
  const file = readConfigFile(environment.HEADROOM_CONFIG, set);
  const dataFolder = path.resolve(environment.HEADROOM_DATA);
  const origins = environment.HEADROOM_URL
    ? [environment.HEADROOM_URL]
    : [`http://127.0.0.1:${environment.PORT}`, `http://localhost:${environment.PORT}`];
  return {
    databaseUrl: environment.DATABASE_URL ?? null,
    dataFolder,
    host: environment.HEADROOM_HOST,
    port: environment.PORT,
    runbookFolders: (environment.RUNBOOKS_DIR ?? file.runbooks ?? ["./runbooks"]).map((folder) => path.resolve(folder)),
    runbookPolicy: file.runbookPolicy,
    secret: environment.HEADROOM_SECRET ?? keptSecret(dataFolder),
    url: origins[0] ?? "",
    trustedOrigins: [...origins, ...environment.HEADROOM_TRUSTED_ORIGINS].map((origin) => new URL(origin).origin),
    clusters: file.clusters.length > 0 ? file.clusters : clusterFromEnvironment(environment),
    hosts: file.hosts,
    caFiles: file.caFiles,
    readList: file.readList,
    docker: file.docker,
    ssh: file.ssh,
    postgres: file.postgres,
    redis: file.redis,
    isDemo: environment.HEADROOM_DEMO,
    demoAlertToken: (environment.HEADROOM_DEMO && environment.HEADROOM_DEMO_ALERT_TOKEN) || null,
    logLevel: environment.HEADROOM_LOG_LEVEL,
    logStyle: environment.HEADROOM_LOG_STYLE ?? (process.stderr.isTTY ? "pretty" : "json"),
  };
}

const shared: { headroomConfig?: Config } = globalThis as { headroomConfig?: Config };

/** The configuration of this process, read once. */
export function getConfig(): Config {
  shared.headroomConfig ??= readConfig(process.env);
  return shared.headroomConfig;
}

function clusterFromEnvironment(environment: Environment): readonly ClusterConfig[] {
  const { KUBECONFIG, KUBERNETES_SERVICE_HOST, PROMETHEUS_URL, HEADROOM_CLUSTER } = environment;
  if (!KUBECONFIG && !KUBERNETES_SERVICE_HOST) {
    return [];
  }
  return [
    {
      name: HEADROOM_CLUSTER,
      kubeconfig: KUBECONFIG ? path.resolve(KUBECONFIG) : null,
      context: null,
      prometheus: PROMETHEUS_URL === undefined ? null : prometheusAt(PROMETHEUS_URL),
      colour: "slate",
      production: false,
      toolbox: null,
    },
  ];
}

type FileConfig = Omit<z.infer<typeof configFileSchema>, "clusters"> & { readonly clusters: readonly ClusterConfig[] };

function readConfigFile(name: string | undefined, variables: Variables): FileConfig {
  if (name === undefined) {
    return { ...configFileSchema.parse({}), clusters: [] };
  }
  const content = parseYaml(name, readOrRefuse(name)) ?? {};
  const parsed = parseOrRefuse(configFileSchema, content, `In ${name},`);
  const fromFile = (target: string) => path.resolve(path.dirname(name), target);
  return {
    ...parsed,
    ssh: parsed.ssh && sshConfigFrom(parsed.ssh, fromFile),
    caFiles: Object.fromEntries(Object.entries(parsed.caFiles).map(([known, target]) => [known, fromFile(target)])),
    docker: parsed.docker.map((host) => dockerHostFrom(host, fromFile)),
    postgres: parsed.postgres.map((server) => ({ ...server, ...passwordFrom(server, fromFile) })),
    redis: parsed.redis.map((server) => ({ ...server, ...passwordFrom(server, fromFile) })),
    ...(parsed.runbooks && { runbooks: parsed.runbooks.map(fromFile) }),
    clusters: parsed.clusters.map((cluster) => clusterFrom(cluster, { resolve: fromFile, variables })),
  };
}

function clusterFrom(
  { prometheusUrl, prometheus, ...cluster }: WrittenCluster,
  surroundings: Parameters<typeof prometheusFrom>[1],
): ClusterConfig {
  const short = prometheusUrl === null ? null : prometheusAt(prometheusUrl);
  return {
    ...cluster,
    kubeconfig: cluster.kubeconfig === null ? null : surroundings.resolve(cluster.kubeconfig),
    prometheus: prometheus === null ? short : prometheusFrom(prometheus, surroundings),
  };
}

function passwordFrom(
  { passwordFile }: { readonly passwordFile?: string | undefined },
  resolve: (file: string) => string,
) {
  return passwordFile === undefined ? {} : { passwordFile: resolve(passwordFile) };
}

function readOrRefuse(name: string): string {
  try {
    return readFileSync(name, "utf8");
  } catch (error) {
    throw new AppError("invalid-input", `The file ${name} that HEADROOM_CONFIG names cannot be read.`, {
      cause: error,
    });
  }
}

function parseYaml(name: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLParseError) {
      throw new AppError("invalid-input", `${name} is not valid YAML: ${error.message.split("\n")[0]}`, {
        cause: error,
      });
    }
    throw error;
  }
}

function parseOrRefuse<Schema extends z.ZodType>(schema: Schema, value: unknown, where: string): z.infer<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) {
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const name = issue?.path.join(".") || "the file";
  throw new AppError("invalid-input", `${where} ${name} is not usable: ${issue?.message ?? "unknown"}.`, {
    cause: parsed.error,
  });
}

/** The secret in the data folder; the first of several processes makes it, whole or not at all. */
function keptSecret(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true });
  const file = path.join(dataFolder, "secret");
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) {
      throw error;
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return readFileSync(file, "utf8").trim();
}
