import type { Sample } from "./series";

export type Trend = {
  /** Units per second. */
  readonly slope: number;
  /** 95 % confidence interval of the slope, for independent noise. */
  readonly slopeLow: number;
  readonly slopeHigh: number;
  /** 0-1: how much of the spread the line explains; 1 is a perfect line, a handful of outliers does not count. */
  readonly fit: number;
};

/** 200 samples have 19,900 pairs: a few milliseconds. */
const MAX_SAMPLES = 200;
const Z_95 = 1.96;

/**
 * A straight line through samples that a few spikes do not bend: the median of the slopes between all pairs (Theil
 * 1950, Sen 1968), Sen's rank interval around it, and the robust coefficient of determination 1 − (median |residual| /
 * median |deviation|)² (Rousseeuw and Leroy, Robust Regression and Outlier Detection, 1987, ch. 2). Above 200 samples
 * every n-th is taken, so the cost is bounded. Null for fewer than three samples, or without two different times.
 */
export function robustTrend(all: readonly Sample[]): Trend | null {
  const finite = all.filter(({ value }) => Number.isFinite(value));
  const every = Math.max(1, Math.ceil(finite.length / MAX_SAMPLES));
  const samples = finite.filter((_, index) => index % every === 0);
  const slopes = pairSlopes(samples);
  if (samples.length < 3 || slopes.length === 0) {
    return null;
  }
  const slope = median(slopes);
  return { slope, ...senInterval(slopes, samples.length), fit: robustFit(samples, slope) };
}

/** The middle value; the mean of the two middle ones of an even count; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}

function pairSlopes(samples: readonly Sample[]): readonly number[] {
  const slopes: number[] = [];
  for (const [index, a] of samples.entries()) {
    for (const b of samples.slice(index + 1)) {
      if (b.at > a.at) {
        slopes.push((b.value - a.value) / (b.at - a.at));
      }
    }
  }
  return slopes.sort((a, b) => a - b);
}

/** Ranks N/2 ± z·σ/2 of the sorted slopes, with the variance of Kendall's statistic for n samples. */
function senInterval(sorted: readonly number[], n: number): Pick<Trend, "slopeLow" | "slopeHigh"> {
  const spread = Z_95 * Math.sqrt((n * (n - 1) * (2 * n + 5)) / 18);
  const low = Math.max(0, Math.floor((sorted.length - spread) / 2));
  const high = Math.min(sorted.length - 1, Math.ceil((sorted.length + spread) / 2));
  return { slopeLow: sorted[low] ?? Number.NaN, slopeHigh: sorted[high] ?? Number.NaN };
}

function robustFit(samples: readonly Sample[], slope: number): number {
  // Times relative to the first one: epoch seconds times a slope would cost half of the digits.
  const start = samples[0]?.at ?? 0;
  const rests = samples.map(({ at, value }) => value - slope * (at - start));
  const deviation = medianDistance(samples.map(({ value }) => value));
  return deviation === 0 ? 0 : Math.max(0, 1 - (medianDistance(rests) / deviation) ** 2);
}

function medianDistance(values: readonly number[]): number {
  const centre = median(values);
  return median(values.map((value) => Math.abs(value - centre)));
}
