import type { MemoryPanel } from "@/lib/features/metrics/schema";

export type Size = { readonly width: number; readonly height: number };

/** Where the graph lies within its box, and how seconds and bytes become pixels of it. */
export type Scale = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  x(seconds: number): number;
  y(bytes: number): number;
  /** The moment under a horizontal place. */
  seconds(x: number): number;
};

const MARGIN = { left: 56, right: 6, top: 14, bottom: 20 } as const;
/** Room above the highest value for its label. */
const ROOM_ABOVE = 1.14;

/** A scale from 0 bytes up to the highest value or the limit. */
export function scaleOf({ fromSeconds, toSeconds }: MemoryPanel, topBytes: number, { width, height }: Size): Scale {
  const left = MARGIN.left;
  const right = Math.max(left + 1, width - MARGIN.right);
  const top = MARGIN.top;
  const bottom = Math.max(top + 1, height - MARGIN.bottom);
  const span = Math.max(1, toSeconds - fromSeconds);
  return {
    left,
    right,
    top,
    bottom,
    x: (seconds) => left + ((seconds - fromSeconds) / span) * (right - left),
    y: (bytes) => bottom - (bytes / Math.max(1, topBytes * ROOM_ABOVE)) * (bottom - top),
    seconds: (x) => fromSeconds + ((x - left) / (right - left)) * span,
  };
}

/** The highest value of a panel: measured, or the limit. */
export function highestBytes({ lines, limitBytes }: MemoryPanel): number {
  return lines.flatMap(({ points }) => points).reduce((top, [, bytes]) => Math.max(top, bytes), limitBytes ?? 0);
}

/** Steps without a sample after which a line is broken: a container that was not there has no memory. */
const GAP_STEPS = 2.5;

/** The path of a line, broken where samples are missing. */
export function linePath(points: MemoryPanel["lines"][number]["points"], stepSeconds: number, scale: Scale): string {
  let before = Number.NEGATIVE_INFINITY;
  return points
    .map(([seconds, bytes]) => {
      const isNew = seconds - before > stepSeconds * GAP_STEPS;
      before = seconds;
      return `${isNew ? "M" : "L"}${scale.x(seconds).toFixed(1)} ${scale.y(bytes).toFixed(1)}`;
    })
    .join("");
}

const LABEL_PIXELS = 110;

/** Moments for the axis: as many as fit, the first and the last among them. */
export function timeTicks({ fromSeconds, toSeconds }: MemoryPanel, { left, right }: Scale): readonly number[] {
  const count = Math.max(1, Math.min(6, Math.floor((right - left) / LABEL_PIXELS)));
  return Array.from({ length: count + 1 }, (_, index) => fromSeconds + ((toSeconds - fromSeconds) * index) / count);
}

/** All moments that any line was measured at, in order. */
export function momentsOf({ lines }: MemoryPanel): readonly number[] {
  return [...new Set(lines.flatMap(({ points }) => points.map(([seconds]) => seconds)))].sort((a, b) => a - b);
}

/** The moment of a sorted list that is nearest to another; null for an empty list. */
export function nearestMoment(moments: readonly number[], seconds: number): number | null {
  const after = moments.findIndex((moment) => moment >= seconds);
  const later = moments[after === -1 ? moments.length - 1 : after];
  const earlier = moments[Math.max(0, after - 1)];
  if (later === undefined || earlier === undefined) {
    return null;
  }
  return after > 0 && seconds - earlier < later - seconds ? earlier : later;
}
