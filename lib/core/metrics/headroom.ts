import type { Sample } from "./series";
import { robustTrend, type Trend } from "./slope";

/** When memory reaches the limit, or why nobody can say. `low` and `high` are seconds from now. */
export type TimeToLimit =
  | { readonly kind: "seconds"; readonly low: number; readonly high: number }
  | { readonly kind: "no-trend" | "falling" | "no-limit" | "at-limit" };

export type Headroom = {
  readonly usedBytes: number;
  readonly freeBytes: number | null;
  /** 0-1 */
  readonly usedRatio: number | null;
  /** Null when there is no trend to speak of. */
  readonly slopeBytesPerSecond: number | null;
  /** 0-1, how well a line describes the samples since the last restart; null with too few of them. */
  readonly fit: number | null;
  readonly timeToLimit: TimeToLimit;
};

/** A line that explains less than this is no trend to bet on. */
const MIN_FIT = 0.5;
/** Slower than this much of the limit an hour is level. */
const LEVEL_SHARE_PER_HOUR = 0.02;
/** A drop of more than this share is a restart or a collection. */
const DROP_SHARE = 0.3;
/** Falling again and again from below this share of the limit is a collector at work, not an OOM kill. */
const COLLECTION_PEAK_SHARE = 0.7;
/** The trend is of the last ten minutes. */
const TREND_WINDOW_SECONDS = 600;
/** The interval is of the past; the future gets at least this much room. */
const LEAST_DOUBT = 0.1;

/**
 * Memory left, its trend and the time until the limit, of one container's samples in order of time. The time counts
 * from `nowSeconds` (the last sample unless told). Null without samples.
 */
export function headroom(
  samples: readonly Sample[],
  limitBytes: number | null,
  nowSeconds: number = samples.at(-1)?.at ?? 0,
): Headroom | null {
  const last = samples.at(-1);
  if (!last) {
    return null;
  }
  const usedBytes = last.value;
  const freeBytes = limitBytes === null ? null : Math.max(0, limitBytes - usedBytes);
  const recent = samples.filter((sample) => sample.at > last.at - TREND_WINDOW_SECONDS);
  const trend = robustTrend(sinceRestart(recent, limitBytes));
  return {
    usedBytes,
    freeBytes,
    usedRatio: limitBytes === null || limitBytes <= 0 ? null : usedBytes / limitBytes,
    slopeBytesPerSecond: trend && trend.fit >= MIN_FIT ? trend.slope : null,
    fit: trend?.fit ?? null,
    timeToLimit: timeToLimit(trend, { freeBytes, limitBytes, agoSeconds: Math.max(0, nowSeconds - last.at) }),
  };
}

type Drop = { readonly index: number; readonly peak: number };

function dropsIn(samples: readonly Sample[]): readonly Drop[] {
  return samples.flatMap((sample, index) => {
    const peak = samples[index - 1]?.value ?? Number.NEGATIVE_INFINITY;
    return sample.value < peak * (1 - DROP_SHARE) ? [{ index, peak }] : [];
  });
}

/**
 * What was before a restart says nothing of what comes. A saw-tooth of collections is not cut: its last rise alone
 * would always foretell an OOM kill that the next collection prevents.
 */
function sinceRestart(samples: readonly Sample[], limitBytes: number | null): readonly Sample[] {
  const drops = dropsIn(samples);
  const isSawTooth =
    limitBytes !== null && drops.length > 1 && drops.every(({ peak }) => peak < limitBytes * COLLECTION_PEAK_SHARE);
  return isSawTooth ? samples : samples.slice(drops.at(-1)?.index ?? 0);
}

type Room = {
  readonly freeBytes: number | null;
  readonly limitBytes: number | null;
  readonly agoSeconds: number;
};

function timeToLimit(trend: Trend | null, { freeBytes, limitBytes, agoSeconds }: Room): TimeToLimit {
  if (freeBytes === null || limitBytes === null) {
    return { kind: "no-limit" };
  }
  if (freeBytes === 0) {
    return { kind: "at-limit" };
  }
  const direction = trend === null ? 0 : directionOf(trend, limitBytes);
  if (trend === null || direction === 0) {
    return { kind: "no-trend" };
  }
  if (direction < 0) {
    return { kind: "falling" };
  }
  const likely = freeBytes / trend.slope;
  const low = Math.min(likely * (1 - LEAST_DOUBT), freeBytes / trend.slopeHigh);
  const high = Math.max(likely * (1 + LEAST_DOUBT), freeBytes / trend.slopeLow);
  return { kind: "seconds", low: Math.max(0, low - agoSeconds), high: Math.max(0, high - agoSeconds) };
}

/**
 * 1 rising, -1 falling, 0 neither: the fit is poor, the interval includes level, or the change is too small to matter
 * beside `scale` (a limit or a level, in the samples' unit).
 */
export function directionOf({ slope, slopeLow, slopeHigh, fit }: Trend, scale: number): 1 | -1 | 0 {
  const isLevel = Math.abs(slope) < (scale * LEVEL_SHARE_PER_HOUR) / 3600;
  if (fit < MIN_FIT || isLevel || (slopeLow <= 0 && slopeHigh >= 0)) {
    return 0;
  }
  return slope > 0 ? 1 : -1;
}
