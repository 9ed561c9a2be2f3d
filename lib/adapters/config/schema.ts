import "server-only";
import { z } from "zod";
import { logLevels } from "@/lib/adapters/log/log";
import { postgresSection, redisSection } from "./databases";
import { dockerSection } from "./docker";
import { type PrometheusConfig, prometheusSection } from "./prometheus";
import { sshSection } from "./ssh";

const port = z.coerce.number().int().min(1).max(65_535);
const httpUrl = z.url({ protocol: /^https?$/, error: "must be an http:// or https:// address" });
const flag = z.enum(["0", "1"]).transform((value) => value === "1");
const list = (separator: string) =>
  z.string().transform((text) =>
    text
      .split(separator)
      .map((entry) => entry.trim())
      .filter((entry) => entry !== ""),
  );

/** The environment, one entry per variable. Anything else in the environment is ignored. */
export const environmentSchema = z.object({
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, "must begin with postgresql://")
    .optional(),
  HEADROOM_DATA: z.string().min(1).default("./data"),
  HEADROOM_CONFIG: z.string().min(1).optional(),
  HEADROOM_SECRET: z.string().min(32, "must have at least 32 characters").optional(),
  HEADROOM_URL: httpUrl.optional(),
  HEADROOM_TRUSTED_ORIGINS: list(",").pipe(z.array(httpUrl)).default([]),
  HEADROOM_DEMO: flag.default(false),
  HEADROOM_DEMO_ALERT_TOKEN: z.string().min(32).optional(),
  HEADROOM_LOG_LEVEL: z.enum(logLevels).default("info"),
  HEADROOM_LOG_STYLE: z.enum(["json", "pretty"]).optional(),
  HEADROOM_CLUSTER: z.string().min(1).default("default"),
  PORT: port.default(3000),
  HEADROOM_HOST: z.string().min(1).default("127.0.0.1"),
  RUNBOOKS_DIR: list(":").pipe(z.array(z.string()).min(1)).optional(),
  KUBECONFIG: z.string().min(1).optional(),
  KUBERNETES_SERVICE_HOST: z.string().min(1).optional(),
  PROMETHEUS_URL: httpUrl.optional(),
});
export type Environment = z.infer<typeof environmentSchema>;

/** A pod whose programs runbooks may use: `aws`, `dig`, `go tool pprof` and whatever its image holds. */
const toolboxSchema = z.strictObject({
  namespace: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "must be a namespace"),
  target: z
    .string()
    .regex(
      /^(pod|deployment|statefulset|daemonset)\/[a-z0-9][-.a-z0-9]*$/,
      "must be like deployment/toolbox or pod/toolbox",
    ),
  container: z.string().min(1).nullable().default(null),
});

const clusterSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/, "must be lower-case letters, digits, dots and dashes"),
    kubeconfig: z.string().min(1).nullable().default(null),
    context: z.string().min(1).nullable().default(null),
    /** The short form of `prometheus: { url }`. */
    prometheusUrl: httpUrl.nullable().default(null),
    prometheus: prometheusSection.nullable().default(null),
    colour: z.enum(["slate", "red", "orange", "yellow", "green", "teal", "blue", "purple", "pink"]).default("slate"),
    production: z.boolean().default(false),
    toolbox: toolboxSchema.nullable().default(null),
  })
  .refine(
    ({ prometheus, prometheusUrl }) => prometheus === null || prometheusUrl === null,
    "has prometheus and prometheusUrl",
  );

/** Exact words, without a shell's quotes: a line that needs them cannot be told from another by looking at it. */
function wordsOfLine(line: string): readonly string[] {
  return line.split(/\s+/);
}

/** What HEADROOM_CONFIG names: the parts that do not fit into variables. */
export const configFileSchema = z.strictObject({
  runbooks: z.array(z.string().min(1)).min(1).optional(),
  clusters: z
    .array(clusterSchema)
    .default([])
    .refine((clusters) => new Set(clusters.map(({ name }) => name)).size === clusters.length, "have a name twice"),
  /** What is asked of a runbook's revision before its operations may run. */
  runbookPolicy: z.strictObject({ requireReviewed: z.boolean().default(false) }).default({ requireReviewed: false }),
  /** Host names as runbooks write them ("prometheus:9090") to addresses that Headroom may call. */
  hosts: z.record(z.string(), httpUrl).default({}),
  /** Names of `--cacert` as runbooks write them to files of certificates. */
  caFiles: z.record(z.string(), z.string().min(1)).default({}),
  /** Command lines that only read where nobody can look, in a container or on a host: "jcmd 1 GC.heap_info". */
  readList: z.array(z.string().trim().min(1).transform(wordsOfLine)).default([]),
  docker: dockerSection,
  ssh: sshSection,
  postgres: postgresSection,
  redis: redisSection,
});

export type ToolboxConfig = Readonly<z.infer<typeof toolboxSchema>>;
export type WrittenCluster = Readonly<z.infer<typeof clusterSchema>>;
export type ClusterConfig = Omit<WrittenCluster, "prometheus" | "prometheusUrl"> & {
  readonly prometheus: PrometheusConfig | null;
};
export type ClusterColour = ClusterConfig["colour"];
