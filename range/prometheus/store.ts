import { type Labels, labelsKey, METRIC_NAME, normaliseLabels } from "./labels.ts";
import { type Matcher, matchesAll } from "./matcher.ts";

/** The samples of one series, oldest first, as two columns of equal length. Times are epoch milliseconds. */
export interface Series {
  readonly labels: Labels;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

export interface SampleStore {
  /** Adds one sample. The same instant again replaces the value; an older one is dropped, as Prometheus does. */
  append(labels: Labels, atSeconds: number, value: number): void;
  /** The series that match and have a sample in the closed interval. They grow with later samples. */
  select(matchers: readonly Matcher[], fromSeconds: number, toSeconds: number): readonly Series[];
  labelNames(matchers?: readonly Matcher[]): readonly string[];
  labelValues(name: string, matchers?: readonly Matcher[]): readonly string[];
  /** The instant of the last scrape at or before a time; undefined when series do not share their scrapes. */
  lastScrapeMs(timeMs: number): number | undefined;
}

export interface SampleStoreOptions {
  /** Older samples are forgotten. Six hours unless told. */
  readonly retentionSeconds?: number;
  /** All series are scraped at the same instants: one that misses a scrape has ended there (is stale). */
  readonly sharedScrapes?: boolean;
}

interface StoredSeries extends Series {
  readonly times: number[];
  readonly values: number[];
}

const DEFAULT_RETENTION_SECONDS = 6 * 3600;
/** Old samples are cut off in pieces of this length, so that a sample costs the same however many there are. */
const CUT_LENGTH = 512;

/** The number of leading elements that are not above `limit`, in a sorted column. */
export function countUpTo(times: readonly number[], limit: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? 0) <= limit) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function addSample({ times, values }: StoredSeries, atMs: number, value: number): void {
  const lastMs = times.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (atMs > lastMs) {
    times.push(atMs);
    values.push(value);
  } else if (atMs === lastMs) {
    values[values.length - 1] = value;
  }
}

function cutOld({ times, values }: StoredSeries, oldestMs: number): void {
  if ((times[CUT_LENGTH] ?? Number.POSITIVE_INFINITY) < oldestMs) {
    times.splice(0, CUT_LENGTH);
    values.splice(0, CUT_LENGTH);
  }
}

function forgetEnded(family: Map<string, StoredSeries>, oldestMs: number): void {
  for (const [key, { times }] of family) {
    if ((times.at(-1) ?? 0) < oldestMs) {
      family.delete(key);
    }
  }
}

/** Samples in memory, found by metric name, then by labels. */
export function createSampleStore(options: SampleStoreOptions = {}): SampleStore {
  const retentionMs = (options.retentionSeconds ?? DEFAULT_RETENTION_SECONDS) * 1000;
  const byMetric = new Map<string, Map<string, StoredSeries>>();
  const scrapes: number[] = [];
  let sweptMs = Number.NEGATIVE_INFINITY;

  const sweep = (nowMs: number): void => {
    sweptMs = nowMs;
    for (const [metric, family] of byMetric) {
      forgetEnded(family, nowMs - retentionMs);
      if (family.size === 0) {
        byMetric.delete(metric);
      }
    }
    scrapes.splice(0, countUpTo(scrapes, nowMs - retentionMs));
  };

  const noteTime = (atMs: number): void => {
    if (atMs > (scrapes.at(-1) ?? Number.NEGATIVE_INFINITY)) {
      scrapes.push(atMs);
      if (atMs - sweptMs > retentionMs / 4) {
        sweep(atMs);
      }
    }
  };

  const families = (matchers: readonly Matcher[]): Iterable<Map<string, StoredSeries>> => {
    const exact = matchers.find(({ name, operator }) => name === METRIC_NAME && operator === "=");
    const family = exact && byMetric.get(exact.value);
    return exact === undefined ? byMetric.values() : family === undefined ? [] : [family];
  };

  const matching = (matchers: readonly Matcher[]): readonly StoredSeries[] =>
    [...families(matchers)].flatMap((family) =>
      [...family.values()].filter(({ labels }) => matchesAll(matchers, labels)),
    );

  return {
    append: (given, atSeconds, value) => {
      const labels = normaliseLabels(given);
      const atMs = Math.round(atSeconds * 1000);
      noteTime(atMs);
      const metric = labels[METRIC_NAME] ?? "";
      const family = byMetric.get(metric) ?? new Map<string, StoredSeries>();
      byMetric.set(metric, family);
      const key = labelsKey(labels);
      const series = family.get(key) ?? { labels, times: [], values: [] };
      family.set(key, series);
      addSample(series, atMs, value);
      cutOld(series, atMs - retentionMs);
    },
    select: (matchers, fromSeconds, toSeconds) =>
      matching(matchers).filter(({ times }) => {
        const lastMs = times[countUpTo(times, toSeconds * 1000) - 1];
        return lastMs !== undefined && lastMs >= fromSeconds * 1000;
      }),
    labelNames: (matchers = []) => [...new Set(matching(matchers).flatMap(({ labels }) => Object.keys(labels)))].sort(),
    labelValues: (name, matchers = []) => {
      const values = matching(matchers).flatMap(({ labels }) => labels[name] ?? []);
      return [...new Set(values)].sort();
    },
    lastScrapeMs: (timeMs) => (options.sharedScrapes === true ? scrapes[countUpTo(scrapes, timeMs) - 1] : undefined),
  };
}
