import type { Sample } from "./series";
import { robustTrend } from "./slope";

/** When memory reaches the limit, or why nobody can say. `low` and `high` are seconds from now. */
export type TimeToLimit =
  | { readonly kind: "seconds"; readonly low: number; readonly high: number }
  | { readonly kind: "no-trend" | "falling" | "no-limit" | "at-limit" };

export type Headroom = {
  readonly usedBytes: number;
  readonly freeBytes: number | null;
  /** 0-1 */
  readonly usedRatio: number | null;
  readonly slopeBytesPerSecond: number | null;
  readonly timeToLimit: TimeToLimit;
};

/** A line that explains less than this is no trend to bet on. */
const MIN_FIT = 0.5;
/** Slower than this much of the limit an hour is level. */
const LEVEL_SHARE_PER_HOUR = 0.02;
/** A drop of more than this share is a restart or a collection: what was before it says nothing of what comes. */
const DROP_SHARE = 0.3;
/** The trend is of the last ten minutes. */
const TREND_WINDOW_SECONDS = 600;

/** Memory left, its trend and the time until the limit, of one container's samples in order. Null without samples. */
export function headroom(samples: readonly Sample[], limitBytes: number | null): Headroom | null {
  const last = samples.at(-1);
  if (!last) {
    return null;
  }
  const usedBytes = last.value;
  const freeBytes = limitBytes === null ? null : Math.max(0, limitBytes - usedBytes);
  const trend = robustTrend(recent(sinceLastDrop(samples), last.at));
  const slope = trend && trend.fit >= MIN_FIT ? trend.slope : null;
  return {
    usedBytes,
    freeBytes,
    usedRatio: limitBytes === null ? null : usedBytes / limitBytes,
    slopeBytesPerSecond: slope,
    timeToLimit: timeToLimit(slope, freeBytes, limitBytes),
  };
}

function recent(samples: readonly Sample[], now: number): readonly Sample[] {
  return samples.filter((sample) => sample.at >= now - TREND_WINDOW_SECONDS);
}

/** The samples after the last drop. */
function sinceLastDrop(samples: readonly Sample[]): readonly Sample[] {
  for (let index = samples.length - 1; index > 0; index -= 1) {
    const [before, after] = [samples[index - 1]?.value ?? 0, samples[index]?.value ?? 0];
    if (after < before * (1 - DROP_SHARE)) {
      return samples.slice(index);
    }
  }
  return samples;
}

function timeToLimit(slope: number | null, freeBytes: number | null, limitBytes: number | null): TimeToLimit {
  if (freeBytes === null || limitBytes === null) {
    return { kind: "no-limit" };
  }
  if (freeBytes === 0) {
    return { kind: "at-limit" };
  }
  if (slope === null || Math.abs(slope) < (limitBytes * LEVEL_SHARE_PER_HOUR) / 3600) {
    return { kind: "no-trend" };
  }
  if (slope < 0) {
    return { kind: "falling" };
  }
  const seconds = freeBytes / slope;
  return { kind: "seconds", low: seconds * 0.85, high: seconds * 1.15 };
}
