import type { Matcher } from "../matcher.ts";
import { countUpTo, type SampleStore, type Series } from "../store.ts";
import type { RangeSelector, Selector, Shift } from "./ast.ts";
import type { Matrix, Vector } from "./value.ts";

/** One query over one stretch of time. */
export interface Query {
  readonly store: SampleStore;
  readonly startMs: number;
  readonly endMs: number;
  /** The step of subqueries that name none. */
  readonly defaultStepMs: number;
}

/** A query in progress: the series of each selector are looked up once. */
export interface Evaluation extends Query {
  seriesOf(matchers: readonly Matcher[]): readonly Series[];
}

/** A series whose last sample is older than this has no present value. */
const LOOKBACK_MS = 5 * 60 * 1000;

export function createEvaluation(query: Query): Evaluation {
  const found = new Map<readonly Matcher[], readonly Series[]>();
  return {
    ...query,
    seriesOf: (matchers) => {
      const known = found.get(matchers) ?? query.store.select(matchers, Number.NEGATIVE_INFINITY, Number.MAX_VALUE);
      found.set(matchers, known);
      return known;
    },
  };
}

/** The instant that an expression with `@` and `offset` looks at. */
export function shiftedTime({ at, offsetMs }: Shift, { startMs, endMs }: Query, timeMs: number): number {
  switch (at?.kind) {
    case undefined:
      return timeMs - offsetMs;
    case "time":
      return at.ms - offsetMs;
    case "start":
      return startMs - offsetMs;
    case "end":
      return endMs - offsetMs;
  }
}

/** The last sample of each series, unless it is older than the lookback or the series has ended since. */
export function selectInstant(selector: Selector, evaluation: Evaluation, timeMs: number): Vector {
  const wantedMs = shiftedTime(selector, evaluation, timeMs);
  const lastScrapeMs = evaluation.store.lastScrapeMs(wantedMs) ?? Number.NEGATIVE_INFINITY;
  return evaluation.seriesOf(selector.matchers).flatMap(({ labels, times, values }) => {
    const index = countUpTo(times, wantedMs) - 1;
    const [atMs, value] = [times[index], values[index]];
    const isPresent = atMs !== undefined && atMs > wantedMs - LOOKBACK_MS && atMs >= lastScrapeMs;
    return isPresent && value !== undefined ? [{ labels, value, atMs }] : [];
  });
}

/** The part of a series in (startMs, endMs]; Prometheus 3 leaves the start out. */
function cut({ labels, times, values }: Series, startMs: number, endMs: number): Series {
  const [from, to] = [countUpTo(times, startMs), countUpTo(times, endMs)];
  return { labels, times: times.slice(from, to), values: values.slice(from, to) };
}

/** The samples of each series in the range before an instant; series without any are left out. */
export function selectRange({ selector, rangeMs }: RangeSelector, evaluation: Evaluation, timeMs: number): Matrix {
  const endMs = shiftedTime(selector, evaluation, timeMs);
  const startMs = endMs - rangeMs;
  const series = evaluation.seriesOf(selector.matchers).map((whole) => cut(whole, startMs, endMs));
  return { series: series.filter(({ times }) => times.length > 0), startMs, endMs };
}
