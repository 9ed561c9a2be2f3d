import type { Sample } from "./series";

export type Trend = {
  /** Units per second. */
  readonly slope: number;
  /** 0-1: the share of the variation that the line explains (R² of the robust line, never below 0). */
  readonly fit: number;
};

const MAX_SAMPLES = 200;

/**
 * The median of the slopes between all pairs of samples (Theil 1950, Sen 1968): a few spikes or restarts do not bend
 * it. Above 200 samples every n-th is taken, so the cost is bounded. Null for fewer than three samples.
 */
export function robustTrend(all: readonly Sample[]): Trend | null {
  const every = Math.ceil(all.length / MAX_SAMPLES);
  const samples = all.filter((_, index) => index % every === 0);
  if (samples.length < 3) {
    return null;
  }
  const slopes: number[] = [];
  for (const [index, a] of samples.entries()) {
    for (const b of samples.slice(index + 1)) {
      if (b.at > a.at) {
        slopes.push((b.value - a.value) / (b.at - a.at));
      }
    }
  }
  const slope = median(slopes);
  const offset = median(samples.map((sample) => sample.value - slope * sample.at));
  return { slope, fit: fitOf(samples, { slope, offset }) };
}

function fitOf(samples: readonly Sample[], line: { readonly slope: number; readonly offset: number }): number {
  const mean = samples.reduce((sum, sample) => sum + sample.value, 0) / samples.length;
  const total = samples.reduce((sum, sample) => sum + (sample.value - mean) ** 2, 0);
  const rest = samples.reduce((sum, sample) => sum + (sample.value - (line.slope * sample.at + line.offset)) ** 2, 0);
  return total === 0 ? 0 : Math.max(0, 1 - rest / total);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 0 ? (low + high) / 2 : high;
}
