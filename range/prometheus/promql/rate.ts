import { preciseSum } from "./value.ts";

interface Samples {
  readonly times: readonly number[];
  readonly values: readonly number[];
}

interface RangeSamples extends Samples {
  readonly startMs: number;
  readonly endMs: number;
}

/** A counter that goes down has begun anew. */
export function isReset(before: number, after: number): boolean {
  return after < before;
}

function counterCorrection(values: readonly number[]): number {
  return values.slice(1).reduce((sum, after, index) => {
    const before = values[index] ?? Number.NaN;
    return isReset(before, after) ? sum + before : sum;
  }, 0);
}

/**
 * `rate`, `increase` and `delta`: the change between the first and the last sample, extended to the edges of the range
 * when the samples come close enough to them (1.1 of their mean distance; else by half of that distance), and for
 * counters never beyond the point where they would have been zero. Source: `extrapolatedRate` in Prometheus 3,
 * promql/functions.go.
 */
export function extrapolated(
  { times, values, startMs, endMs }: RangeSamples,
  { isCounter, isRate }: { readonly isCounter: boolean; readonly isRate: boolean },
): number | undefined {
  const [firstMs = 0, lastMs = 0] = [times[0], times.at(-1)];
  const [first = 0, last = 0] = [values[0], values.at(-1)];
  if (values.length < 2) {
    return;
  }
  const change = last - first + (isCounter ? counterCorrection(values) : 0);
  const sampled = (lastMs - firstMs) / 1000;
  const distance = sampled / (values.length - 1);
  const reach = (seconds: number): number => (seconds >= distance * 1.1 ? distance / 2 : seconds);
  const toZero = isCounter && change > 0 && first >= 0 ? sampled * (first / change) : Number.POSITIVE_INFINITY;
  const toStart = Math.min(reach((firstMs - startMs) / 1000), toZero);
  const toEnd = reach((endMs - lastMs) / 1000);
  const extended = change * ((sampled + toStart + toEnd) / sampled);
  return isRate ? extended / ((endMs - startMs) / 1000) : extended;
}

/** `irate` and `idelta`: between the last two samples only. */
export function instantChange(
  { times, values }: Samples,
  { isRate }: { readonly isRate: boolean },
): number | undefined {
  const [beforeMs, afterMs] = times.slice(-2);
  const [before, after] = values.slice(-2);
  if (beforeMs === undefined || afterMs === undefined || before === undefined || after === undefined) {
    return;
  }
  if (!isRate) {
    return after - before;
  }
  return (isReset(before, after) ? after : after - before) / ((afterMs - beforeMs) / 1000);
}

/** The least-squares line through the samples: `slope` in units a second, `intercept` at `atMs`. */
export function regression(
  { times, values }: Samples,
  atMs: number,
): { readonly slope: number; readonly intercept: number } {
  const [initial = Number.NaN] = values;
  if (values.every((value) => value === initial)) {
    return Number.isFinite(initial) ? { slope: 0, intercept: initial } : { slope: Number.NaN, intercept: Number.NaN };
  }
  const xs = times.map((time) => (time - atMs) / 1000);
  const count = xs.length;
  const [sumX, sumY] = [preciseSum(xs), preciseSum(values)];
  const sumXY = preciseSum(xs.map((x, index) => x * (values[index] ?? 0)));
  const sumXX = preciseSum(xs.map((x) => x * x));
  const slope = (sumXY - (sumX * sumY) / count) / (sumXX - (sumX * sumX) / count);
  return { slope, intercept: sumY / count - (slope * sumX) / count };
}
