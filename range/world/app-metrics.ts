import {
  type AppInput,
  type AppState,
  environmentNumber,
  tickstormConnections,
  tickstormHeapGoalBytes,
  tickstormLiveBytes,
} from "./app-models.ts";
import type { LivePod, WorldContext } from "./context.ts";
import { appInput, memoryBytesOf } from "./live-pods.ts";
import { type Workload, workloadOfPod } from "./workloads.ts";

/** One metric of an application as its /metrics page shows it. */
export interface AppMetric {
  readonly name: string;
  readonly type: "gauge" | "counter" | "summary";
  readonly help: string;
  readonly samples: readonly AppSample[];
}

export interface AppSample {
  /** For the parts of a summary: `_sum` or `_count`. */
  readonly suffix?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface AppView {
  readonly live: LivePod;
  readonly app: AppState;
  readonly workload: Workload;
  readonly input: Omit<AppInput, "seconds" | "random">;
  readonly memoryBytes: number;
}

type Meaning = readonly [type: AppMetric["type"], help: string];

const metric = (name: string, [type, help]: Meaning, value: number): AppMetric => ({
  name,
  type,
  help,
  samples: [{ labels: {}, value }],
});

function processMetrics({ live, memoryBytes }: AppView): readonly AppMetric[] {
  return [
    metric(
      "process_cpu_seconds_total",
      ["counter", "Total user and system CPU time spent in seconds."],
      live.cpuSeconds,
    ),
    metric("process_resident_memory_bytes", ["gauge", "Resident memory size in bytes."], Math.round(memoryBytes)),
    metric(
      "process_start_time_seconds",
      ["gauge", "Start time of the process since unix epoch in seconds."],
      live.startedAtMs / 1000,
    ),
    metric(
      "process_virtual_memory_bytes",
      ["gauge", "Virtual memory size in bytes."],
      Math.round(memoryBytes * 1.4 + 900e6),
    ),
  ];
}

function sieMetrics(view: AppView): readonly AppMetric[] {
  const { workload, app, input, live } = view;
  const component = workload.name.replace(/^sie-(worker-)?/, "");
  const labelled = (name: string, meaning: Meaning, value: number): AppMetric => ({
    ...metric(name, meaning, value),
    samples: [{ labels: { component }, value }],
  });
  const [variable, usual] =
    workload.model === "nlp" ? (["NLP_BATCH_SIZE", 200] as const) : (["OCR_BATCH_SIZE", 20] as const);
  const batch = environmentNumber(input.environment, variable, usual);
  return [
    labelled("sie_memory_usage_bytes", ["gauge", "Resident memory of the component."], Math.round(view.memoryBytes)),
    labelled(
      "sie_memory_limit_bytes",
      ["gauge", "Memory limit of the component's container."],
      live.memoryLimitBytes ?? 0,
    ),
    labelled("sie_memory_retained_bytes", ["gauge", "Memory held by finished work."], Math.round(app.retainedBytes)),
    labelled("sie_processed_total", ["counter", "Documents, pages or requests processed."], Math.floor(app.handled)),
    ...(workload.model === "api" ? [] : [labelled("sie_batch_size", ["gauge", "Configured batch size."], batch)]),
    ...processMetrics(view),
  ];
}

function garbageCollections({ app }: AppView): AppMetric {
  const quantile = (text: string, value: number): AppSample => ({ labels: { quantile: text }, value });
  const pause = 0.00018;
  return {
    name: "go_gc_duration_seconds",
    type: "summary",
    help: "A summary of the wall-time pause (stop-the-world) duration in garbage collection cycles.",
    samples: [
      quantile("0", pause / 4),
      quantile("0.25", pause / 2),
      quantile("0.5", pause),
      quantile("0.75", pause * 1.6),
      quantile("1", pause * 9),
      { suffix: "_sum", labels: {}, value: app.collections * pause * 1.2 },
      { suffix: "_count", labels: {}, value: app.collections },
    ],
  };
}

function goMetrics(view: AppView): readonly AppMetric[] {
  const { app, input } = view;
  const live = tickstormLiveBytes(app, input);
  const alloc = Math.round(live + app.garbageBytes);
  const goal = Math.round(tickstormHeapGoalBytes(app, input));
  const limit = input.environment["GOGC"];
  return [
    garbageCollections(view),
    metric(
      "go_gc_gogc_percent",
      ["gauge", "Heap size target percentage configured by the user."],
      Number(limit ?? 100),
    ),
    metric("go_goroutines", ["gauge", "Number of goroutines that currently exist."], goroutines(view)),
    metric("go_memstats_alloc_bytes", ["gauge", "Number of bytes allocated in heap and currently in use."], alloc),
    metric("go_memstats_heap_alloc_bytes", ["gauge", "Number of heap bytes allocated and currently in use."], alloc),
    metric(
      "go_memstats_heap_idle_bytes",
      ["gauge", "Number of heap bytes waiting to be used."],
      Math.max(0, goal - alloc),
    ),
    metric(
      "go_memstats_heap_inuse_bytes",
      ["gauge", "Number of heap bytes that are in use."],
      Math.round(alloc * 1.04),
    ),
    metric(
      "go_memstats_heap_sys_bytes",
      ["gauge", "Number of heap bytes obtained from system."],
      Math.round(goal * 1.05),
    ),
    metric(
      "go_memstats_next_gc_bytes",
      ["gauge", "Number of heap bytes when next garbage collection will take place."],
      goal,
    ),
    metric(
      "go_memstats_stack_inuse_bytes",
      ["gauge", "Number of bytes in use by the stack allocator."],
      goroutines(view) * 4096,
    ),
    metric(
      "go_memstats_sys_bytes",
      ["gauge", "Number of bytes obtained from system."],
      Math.round(view.memoryBytes * 1.08),
    ),
  ];
}

const goroutines = ({ input }: AppView): number => 24 + 2 * tickstormConnections(input);

function tickstormMetrics(view: AppView): readonly AppMetric[] {
  const connections = tickstormConnections(view.input);
  return [
    ...goMetrics(view),
    ...processMetrics(view),
    metric("tick_storm_active_connections", ["gauge", "Open client connections."], connections),
    metric("tick_storm_cache_bytes", ["gauge", "Bytes in the snapshot cache."], Math.round(view.app.cacheBytes)),
    metric("tick_storm_goroutines", ["gauge", "Goroutines of the service."], goroutines(view)),
    metric("tick_storm_memory_usage_bytes", ["gauge", "Resident memory of the service."], Math.round(view.memoryBytes)),
    metric("tick_storm_messages_total", ["counter", "Messages delivered."], Math.floor(view.app.handled)),
  ];
}

/** What the application in a pod measures of itself; nothing while it does not run. */
export function appMetrics(context: WorldContext, live: LivePod): readonly AppMetric[] {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined || live.phase !== "running") {
    return [];
  }
  const workload = workloadOfPod(pod);
  const input = appInput(context, live);
  const view: AppView = { live, app: live.app, workload, input, memoryBytes: memoryBytesOf(context, live) };
  if (workload.model === "tickstorm") {
    return tickstormMetrics(view);
  }
  return workload.model === "small" ? processMetrics(view) : sieMetrics(view);
}

const labelText = (labels: Readonly<Record<string, string>>): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
};

const numberText = (value: number): string => (Math.abs(value) >= 1e7 ? value.toExponential() : String(value));

/** The metrics in the Prometheus text format 0.0.4. */
export function metricsText(metrics: readonly AppMetric[]): string {
  const lines = metrics.flatMap(({ name, type, help, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(({ suffix = "", labels, value }) => `${name}${suffix}${labelText(labels)} ${numberText(value)}`),
  ]);
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
