import { formatSlope } from "./format";
import { directionOf } from "./headroom";
import type { Sample } from "./series";
import { median, robustTrend } from "./slope";

export type Effect = {
  readonly verdict: "helped" | "no-effect" | "worse" | "no-data";
  /** Bytes a second; null with too few samples for a trend. */
  readonly slopeBefore: number | null;
  readonly slopeAfter: number | null;
  /** The median of the last samples, in bytes. */
  readonly levelBefore: number | null;
  readonly levelAfter: number | null;
  /** "level −45 %, slope +31.0 MiB/min → +1.2 MiB/min" */
  readonly figure: string;
};

/** Levels and slopes that differ by less than this have not changed. */
const LEVEL_CHANGE = 0.1;
const SLOPE_CHANGE = 0.5;
const LEVEL_SAMPLES = 5;
const MIN_SAMPLES = 3;

/**
 * Did a change help? Compares level and slope of one container's memory before and after it: a lower level or at most
 * half of the slope helped; a level above what the old trend led to, or half as much slope again, is worse.
 */
export function didItHelp({
  before,
  after,
}: {
  readonly before: readonly Sample[];
  readonly after: readonly Sample[];
}): Effect {
  const [trendBefore, trendAfter] = [robustTrend(before), robustTrend(after)];
  const [levelBefore, levelAfter] = [levelOf(before), levelOf(after)];
  const slopes = { slopeBefore: trendBefore?.slope ?? null, slopeAfter: trendAfter?.slope ?? null };
  if (trendBefore === null || trendAfter === null || levelBefore === null || levelAfter === null) {
    const figure = `too few samples (${before.length} before, ${after.length} after)`;
    return { verdict: "no-data", ...slopes, levelBefore, levelAfter, figure };
  }
  // A slope that is noise counts as level, so that noise cannot look like a change.
  const [steady, now] = [trendBefore, trendAfter].map((trend) =>
    directionOf(trend, levelBefore) === 0 ? 0 : trend.slope,
  );
  const elapsed = (after.at(-1)?.at ?? 0) - (before.at(-1)?.at ?? 0);
  const verdict = verdictOf({ steady: steady ?? 0, now: now ?? 0, levelBefore, levelAfter, elapsed });
  const change = Math.round(((levelAfter - levelBefore) / levelBefore) * 100);
  const level = `level ${change < 0 ? "−" : "+"}${Math.abs(change)} %`;
  const figure = `${level}, slope ${formatSlope(trendBefore.slope)} → ${formatSlope(trendAfter.slope)}`;
  return { verdict, ...slopes, levelBefore, levelAfter, figure };
}

type Comparison = {
  readonly steady: number;
  readonly now: number;
  readonly levelBefore: number;
  readonly levelAfter: number;
  readonly elapsed: number;
};

function verdictOf({ steady, now, levelBefore, levelAfter, elapsed }: Comparison): "helped" | "no-effect" | "worse" {
  const foreseen = levelBefore + Math.max(0, steady) * elapsed;
  const isSteeper = now > 0 && now > steady * (1 + SLOPE_CHANGE);
  if (levelAfter > foreseen * (1 + LEVEL_CHANGE) || (isSteeper && levelAfter >= levelBefore)) {
    return "worse";
  }
  const isFlatter = steady > 0 && now <= steady * (1 - SLOPE_CHANGE);
  return isFlatter || levelAfter < levelBefore * (1 - LEVEL_CHANGE) ? "helped" : "no-effect";
}

function levelOf(samples: readonly Sample[]): number | null {
  const last = samples.slice(-LEVEL_SAMPLES).map(({ value }) => value);
  return samples.length < MIN_SAMPLES ? null : median(last);
}
