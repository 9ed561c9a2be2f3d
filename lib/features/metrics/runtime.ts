import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import { readWorkload, sampleMemory, type Workload } from "@/lib/adapters/kubernetes/workload";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import {
  type CheckResult,
  type ContainerUse,
  checkMemoryBelow,
  checkMemoryBelowBytes,
  checkNoOomKill,
} from "@/lib/core/metrics/checks";
import { formatBytes, formatTimeToLimit } from "@/lib/core/metrics/format";
import { headroom } from "@/lib/core/metrics/headroom";
import { limitQuery, workingSetQuery } from "@/lib/core/metrics/memory-queries";
import { type Series, stepFor, thinSamples } from "@/lib/core/metrics/series";
import type { ChecklistCheck } from "@/lib/core/runbook/facts/facts";
import type { Runbook } from "@/lib/core/runbook/runbook";
import type { ItemCheck } from "@/lib/features/checklist/schema";
import { clusterNamed } from "@/lib/features/cluster/runtime";
import { visibleTo } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";
import type { HeadroomFigures, MemoryPanel } from "./schema";

const MAX_POINTS = 300;
const ASK_MS = 8_000;

/** Where an incident happens and what it follows. */
export type IncidentPlace = {
  readonly id: string;
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  readonly workloadKind: string;
  readonly revisionHash: string | null;
};

/** An incident's place, by id or number, as `actor` may see it. */
export async function findIncidentPlace(
  database: Database,
  actor: Actor,
  key: string | number,
): Promise<IncidentPlace> {
  const place = await database.incident.findFirst({
    where: { ...(typeof key === "number" ? { number: key } : { id: key }), ...visibleTo(actor) },
    select: { id: true, cluster: true, namespace: true, workload: true, workloadKind: true, revisionHash: true },
  });
  if (!place) {
    throw new AppError("not-found", "There is no such incident.");
  }
  return place;
}

type Reading = Pick<MemoryPanel, "source" | "notice" | "query" | "fromSeconds" | "toSeconds" | "lines"> & {
  readonly limits: readonly Series[];
};

/** The memory panel of an incident's workload. What is away is said in `notice`; the panel itself never fails. */
export async function memoryPanel(
  database: Database,
  place: IncidentPlace,
  options: { readonly minutes: number; readonly now: Date },
): Promise<MemoryPanel> {
  const rangeSeconds = options.minutes * 60;
  const stepSeconds = stepFor(rangeSeconds, MAX_POINTS);
  const [workload, reading, runbook, kills] = await Promise.all([
    tryWorkload(place),
    readLines(place, { rangeSeconds, stepSeconds, nowSeconds: options.now.getTime() / 1000 }),
    place.revisionHash === null ? null : readRunbook(database, place.revisionHash),
    recordedKills(database, place.id),
  ]);
  const limit = limitOf(reading.limits, workload.value);
  const { limits: _used, ...shown } = reading;
  return {
    at: options.now.toISOString(),
    ...shown,
    notice: [reading.notice, workload.problem].filter(Boolean).join(" ") || null,
    stepSeconds,
    limitBytes: limit.bytes,
    limitFrom: limit.from,
    requestBytes: largest(
      workload.value?.pods.flatMap((pod) => pod.containers.map((container) => container.requestBytes)) ?? [],
    ),
    thresholds: thresholdLines(runbook, limit.bytes),
    oomKills: kills.filter((kill) => kill.atSeconds >= reading.fromSeconds),
    headroom: nearestToLimit(reading.lines, limit.bytes),
  };
}

async function tryWorkload(
  place: IncidentPlace,
): Promise<{ readonly value: Workload | null; readonly problem: string | null }> {
  try {
    const value = await readWorkload(
      clusterNamed(place.cluster).connection(),
      { namespace: place.namespace, name: place.workload },
      AbortSignal.timeout(ASK_MS),
    );
    return { value, problem: value ? null : `There is no workload ${place.workload} in ${place.namespace}.` };
  } catch (error) {
    return { value: null, problem: sentenceOf(error) };
  }
}

/** What may be shown of a failed look: our own sentences. Anything else is a bug and goes on. */
function sentenceOf(error: unknown): string {
  if (error instanceof AppError) {
    return error.message;
  }
  throw error;
}

type Window = { readonly rangeSeconds: number; readonly stepSeconds: number; readonly nowSeconds: number };

async function readLines(place: IncidentPlace, window: Window): Promise<Reading> {
  const query = workingSetQuery(place, window.stepSeconds);
  try {
    const { panels } = clusterNamed(place.cluster);
    if (!panels) {
      throw new AppError("upstream-unavailable", `Cluster ${place.cluster} has no Prometheus.`);
    }
    const [used, limits] = await Promise.all([
      panels.queryLast(query, window),
      panels.queryLast(limitQuery(place), { ...window, rangeSeconds: window.stepSeconds }),
    ]);
    const { fromSeconds, toSeconds } = used;
    return {
      source: "prometheus",
      notice: null,
      query,
      fromSeconds,
      toSeconds,
      lines: used.series.map(lineOf),
      limits: limits.series,
    };
  } catch (error) {
    return sampledReading(place, { query, window, problem: sentenceOf(error) });
  }
}

function lineOf({ labels, samples }: Series): MemoryPanel["lines"][number] {
  const points = thinSamples(samples, MAX_POINTS).map(({ at, value }) => [at, value] as const);
  return { pod: labels["pod"] ?? "", container: labels["container"] ?? "", points };
}

/** Prometheus is away: one sample from metrics.k8s.io, and a sentence that says so. */
async function sampledReading(
  place: IncidentPlace,
  failed: { readonly query: string; readonly window: Window; readonly problem: string },
): Promise<Reading> {
  const { query, window, problem } = failed;
  const base = {
    query,
    fromSeconds: window.nowSeconds - window.rangeSeconds,
    toSeconds: window.nowSeconds,
    limits: [],
  };
  try {
    const samples = await sampleMemory(
      clusterNamed(place.cluster).connection(),
      place.namespace,
      AbortSignal.timeout(ASK_MS),
    );
    const own = samples.filter((sample) => sample.pod.startsWith(`${place.workload}-`));
    const lines = own.map(({ pod, container, bytes }) => ({
      pod,
      container,
      points: [[window.nowSeconds, bytes] as const],
    }));
    return {
      ...base,
      source: "metrics-api",
      notice: `${problem} Showing the latest sample of the metrics API.`,
      lines,
    };
  } catch (error) {
    return { ...base, source: "none", notice: `${problem} ${sentenceOf(error)}`, lines: [] };
  }
}

function limitOf(
  limits: readonly Series[],
  workload: Workload | null,
): { readonly bytes: number | null; readonly from: MemoryPanel["limitFrom"] } {
  const spec = largest(workload?.pods.flatMap((pod) => pod.containers.map((container) => container.limitBytes)) ?? []);
  const metric = largest(limits.map(({ samples }) => samples.at(-1)?.value ?? null));
  // The spec is what counts now; a metric lags behind a change of limit.
  return spec !== null ? { bytes: spec, from: "pod spec" } : { bytes: metric, from: metric === null ? null : "metric" };
}

function largest(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function thresholdLines(runbook: Runbook | null, limitBytes: number | null): MemoryPanel["thresholds"] {
  const lines = (runbook?.facts.thresholds ?? []).flatMap(({ subject, quantity }) => {
    const isMemory = /memory|rss|heap|working/i.test(subject);
    const bytes =
      quantity.unit === "bytes"
        ? quantity.value
        : quantity.unit === "ratio" && limitBytes !== null
          ? quantity.value * limitBytes
          : null;
    return isMemory && bytes !== null
      ? [{ label: quantity.unit === "ratio" ? `${Math.round(quantity.value * 100)} %` : formatBytes(bytes), bytes }]
      : [];
  });
  return lines.filter((line, index) => lines.findIndex((other) => other.bytes === line.bytes) === index);
}

function nearestToLimit(lines: MemoryPanel["lines"], limitBytes: number | null): HeadroomFigures | null {
  const [nearest] = lines
    .map(({ pod, points }) => ({
      pod,
      figures: headroom(
        points.map(([at, value]) => ({ at, value })),
        limitBytes,
      ),
    }))
    .flatMap(({ pod, figures }) => (figures ? [{ pod, figures }] : []))
    .sort((a, b) => b.figures.usedBytes - a.figures.usedBytes);
  if (!nearest) {
    return null;
  }
  const { timeToLimit, ...figures } = nearest.figures;
  return { pod: nearest.pod, ...figures, limitIn: formatTimeToLimit(timeToLimit) };
}

async function recordedKills(database: Database, incidentId: string): Promise<MemoryPanel["oomKills"]> {
  const events = await database.event.findMany({
    where: { timelineId: incidentId, kind: "workload.oom-killed" },
    select: { payload: true },
  });
  return events.flatMap(({ payload }) => {
    const kill = payload as { pod: string; container: string; at: string } | null;
    return kill ? [{ pod: kill.pod, container: kill.container, atSeconds: Date.parse(kill.at) / 1000 }] : [];
  });
}

/** What the machine says of the items of the resolution checklist right now, and the samples it says it by. */
export async function checkItems(
  database: Database,
  place: IncidentPlace,
  now: Date,
): Promise<{ readonly checks: readonly ItemCheck[]; readonly evidence: unknown }> {
  const runbook = place.revisionHash === null ? null : await readRunbook(database, place.revisionHash);
  const bound = (runbook?.facts.resolutionChecklist ?? []).flatMap(({ id, check }) =>
    check ? [{ itemId: id, check }] : [],
  );
  if (bound.length === 0) {
    return { checks: [], evidence: null };
  }
  const [panel, workload] = await Promise.all([memoryPanel(database, place, { minutes: 10, now }), tryWorkload(place)]);
  const uses = usesOf(panel, workload.value);
  const kills = [
    ...panel.oomKills,
    ...(await recordedKills(database, place.id)),
    ...(workload.value?.pods.flatMap((pod) => pod.oomKills.map((kill) => ({ pod: pod.name, ...kill }))) ?? []),
  ];
  const nowSeconds = now.getTime() / 1000;
  const checks = bound.map(({ itemId, check }) => ({
    itemId,
    ...verdictOf(check, { uses, kills: workload.value ? kills : null, nowSeconds }),
  }));
  return {
    checks,
    evidence: {
      at: now.toISOString(),
      query: panel.query,
      source: panel.source,
      lines: panel.lines,
      limitBytes: panel.limitBytes,
      uses,
      kills,
      checks,
    },
  };
}

/** Only pods that exist now count: the lines of pods that are gone end in the past. */
function usesOf(panel: MemoryPanel, workload: Workload | null): readonly ContainerUse[] {
  return panel.lines.flatMap(({ pod, container, points }) => {
    const spec = workload?.pods
      .find((candidate) => candidate.name === pod)
      ?.containers.find((candidate) => candidate.name === container);
    const last = points.at(-1);
    return spec && last ? [{ pod, container, usedBytes: last[1], limitBytes: spec.limitBytes }] : [];
  });
}

type Facts = {
  readonly uses: readonly ContainerUse[];
  readonly kills: readonly { readonly pod: string; readonly atSeconds: number }[] | null;
  readonly nowSeconds: number;
};

function verdictOf(check: ChecklistCheck, { uses, kills, nowSeconds }: Facts): CheckResult {
  switch (check.kind) {
    case "no-oom-kill":
      return kills
        ? checkNoOomKill(kills, { windowSeconds: check.windowSeconds, nowSeconds })
        : { verdict: "no-data", figure: "the cluster does not answer" };
    case "memory-below":
      return checkMemoryBelow(uses, check.ratioOfLimit);
    case "memory-below-bytes":
      return checkMemoryBelowBytes(uses, check.bytes);
  }
}
