import { extrapolated, instantChange, isReset, regression } from "./rate.ts";
import { extreme, isHigher, isLower, mean, preciseSum, quantile, variance } from "./value.ts";

/** The samples of one series in (startMs, endMs]; never empty. */
export interface Window {
  readonly times: readonly number[];
  readonly values: readonly number[];
  readonly startMs: number;
  readonly endMs: number;
}

/** The value of one series; undefined leaves it out. `parameter` is the function's scalar argument. */
export type RangeFunction = (window: Window, parameter: number, nowMs: number) => number | undefined;

function countSteps(values: readonly number[], counts: (before: number, after: number) => boolean): number {
  return values.slice(1).filter((after, index) => counts(values[index] ?? Number.NaN, after)).length;
}

function hasChanged(before: number, after: number): boolean {
  return before !== after && !(Number.isNaN(before) && Number.isNaN(after));
}

function lineAt(window: Window, atMs: number) {
  return window.values.length < 2 ? undefined : regression(window, atMs);
}

/** Functions from the samples of a range to one value a series. */
export const rangeFunctions: Readonly<Record<string, RangeFunction>> = {
  rate: (window) => extrapolated(window, { isCounter: true, isRate: true }),
  increase: (window) => extrapolated(window, { isCounter: true, isRate: false }),
  delta: (window) => extrapolated(window, { isCounter: false, isRate: false }),
  irate: (window) => instantChange(window, { isRate: true }),
  idelta: (window) => instantChange(window, { isRate: false }),
  deriv: (window) => lineAt(window, window.times[0] ?? 0)?.slope,
  predict_linear: (window, seconds, nowMs) => {
    const line = lineAt(window, nowMs);
    return line === undefined ? undefined : line.intercept + line.slope * seconds;
  },
  changes: ({ values }) => countSteps(values, hasChanged),
  resets: ({ values }) => countSteps(values, isReset),
  avg_over_time: ({ values }) => mean(values),
  sum_over_time: ({ values }) => preciseSum(values),
  count_over_time: ({ values }) => values.length,
  min_over_time: ({ values }) => extreme(values, isLower),
  max_over_time: ({ values }) => extreme(values, isHigher),
  last_over_time: ({ values }) => values.at(-1),
  first_over_time: ({ values }) => values[0],
  present_over_time: () => 1,
  stddev_over_time: ({ values }) => Math.sqrt(variance(values)),
  stdvar_over_time: ({ values }) => variance(values),
  quantile_over_time: ({ values }, q) => quantile(q, values),
};

/** These give a sample of the series itself, so its name stays. */
export const keepsMetricName: ReadonlySet<string> = new Set(["last_over_time", "first_over_time"]);
