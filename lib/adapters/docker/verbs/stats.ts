import "server-only";
import { z } from "zod";
import { type Call, containerPath, type Verb } from "../call";
import { CommandFailure } from "../failure";
import type { Flags } from "../flags";
import { listText, type Row } from "../list";
import { truncateId } from "../names";
import { bytesSize, humanSize } from "../sizes";

const cpu = z.object({
  cpu_usage: z.object({ total_usage: z.number().default(0), percpu_usage: z.array(z.number()).nullish() }),
  system_cpu_usage: z.number().default(0),
  online_cpus: z.number().default(0),
});
const statsSchema = z.object({
  id: z.string().default(""),
  name: z.string().default(""),
  cpu_stats: cpu,
  precpu_stats: cpu,
  memory_stats: z.object({
    usage: z.number().default(0),
    limit: z.coerce.number().default(0),
    stats: z.record(z.string(), z.coerce.number()).optional(),
  }),
  pids_stats: z.object({ current: z.number().default(0) }).default({ current: 0 }),
  networks: z.record(z.string(), z.object({ rx_bytes: z.number(), tx_bytes: z.number() })).nullish(),
  blkio_stats: z.object({
    io_service_bytes_recursive: z.array(z.object({ op: z.string(), value: z.number() })).nullish(),
  }),
});
type Stats = z.infer<typeof statsSchema>;

const headers = {
  Container: "CONTAINER",
  ID: "CONTAINER ID",
  Name: "NAME",
  CPUPerc: "CPU %",
  MemUsage: "MEM USAGE / LIMIT",
  MemPerc: "MEM %",
  NetIO: "NET I/O",
  BlockIO: "BLOCK I/O",
  PIDs: "PIDS",
};

/** One table with `--no-stream`; else one after the other, until it is stopped. */
export const stats: Verb = {
  usage: "[OPTIONS] [CONTAINER...]",
  summary: "Display a live stream of container(s) resource usage statistics",
  flags: {
    all: { kind: "switch", short: "a" },
    format: { kind: "value" },
    "no-stream": { kind: "switch" },
    "no-trunc": { kind: "switch" },
  },
  least: 0,
  most: Number.POSITIVE_INFINITY,
  run: async (flags, call) => {
    do {
      await printRound(flags, call);
    } while (!flags.has("no-stream") && !call.io.signal.aborted);
    return call.io.signal.aborted ? 130 : 0;
  },
};

async function printRound(flags: Flags, call: Call): Promise<void> {
  call.check({ risk: "read", description: "docker stats" });
  const names = flags.words.length > 0 ? flags.words : await listed(flags.has("all"), call);
  // The daemon takes two samples for each, a second apart, so they are asked together.
  const samples = await Promise.allSettled(names.map((name) => sampleOf(name, call)));
  const failures = samples.flatMap((sample) => (sample.status === "rejected" ? [sample.reason] : []));
  const unexpected = failures.find((reason) => !(reason instanceof CommandFailure));
  if (unexpected !== undefined) {
    throw unexpected;
  }
  if (failures.length > 0 && flags.words.length > 0) {
    throw new CommandFailure([...new Set(failures.map(({ message }) => message))].join(", "));
  }
  const rows = samples.flatMap((sample, at) =>
    sample.status === "fulfilled" ? [rowOf(sample.value, names[at] ?? "", flags.has("no-trunc"))] : [],
  );
  call.out(
    listText({
      format: flags.get("format"),
      table: "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}",
      headers,
      rows,
      goType: "*container.statsContext",
    }),
  );
}

const idsSchema = z.array(z.object({ Id: z.string() }));

async function listed(isAll: boolean, call: Call): Promise<readonly string[]> {
  const query: Record<string, string> = isAll ? { all: "1" } : {};
  return idsSchema.parse(await call.json({ path: "/containers/json", query })).map(({ Id }) => truncateId(Id));
}

async function sampleOf(name: string, call: Call): Promise<Stats> {
  return statsSchema.parse(await call.json({ path: containerPath(name, "/stats"), query: { stream: "0" } }));
}

function rowOf(sample: Stats, asked: string, isLong: boolean): Row {
  const memory = memoryUsed(sample);
  const { limit } = sample.memory_stats;
  const networks = Object.values(sample.networks ?? {});
  const sum = (key: "rx_bytes" | "tx_bytes") => networks.reduce((total, network) => total + network[key], 0);
  return {
    Container: asked,
    ID: isLong ? sample.id : truncateId(sample.id),
    Name: sample.name.replace(/^\//, "") || "--",
    CPUPerc: `${cpuPercent(sample).toFixed(2)}%`,
    MemUsage: `${bytesSize(memory)} / ${bytesSize(limit)}`,
    MemPerc: `${(limit === 0 ? 0 : (memory / limit) * 100).toFixed(2)}%`,
    NetIO: `${humanSize(sum("rx_bytes"))} / ${humanSize(sum("tx_bytes"))}`,
    BlockIO: `${humanSize(blockBytes(sample, "r"))} / ${humanSize(blockBytes(sample, "w"))}`,
    PIDs: String(sample.pids_stats.current),
  };
}

/** Without the page cache that nobody uses, under both versions of cgroups. */
function memoryUsed({ memory_stats: { usage, stats: detail = {} } }: Stats): number {
  const unused = detail["total_inactive_file"] ?? detail["inactive_file"] ?? 0;
  return unused < usage ? usage - unused : usage;
}

function cpuPercent({ cpu_stats: now, precpu_stats: before }: Stats): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const passed = now.system_cpu_usage - before.system_cpu_usage;
  const count = now.online_cpus || (now.cpu_usage.percpu_usage ?? []).length;
  return used > 0 && passed > 0 ? (used / passed) * count * 100 : 0;
}

function blockBytes({ blkio_stats }: Stats, letter: string): number {
  return (blkio_stats.io_service_bytes_recursive ?? [])
    .filter(({ op }) => op.toLowerCase().startsWith(letter))
    .reduce((total, { value }) => total + value, 0);
}
