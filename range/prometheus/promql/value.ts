import { type Labels, labelsKey } from "../labels.ts";
import type { Series } from "../store.ts";
import { ExecutionError } from "./errors.ts";

/** One element of an instant vector. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
  /** When the raw sample was taken; only on what a selector gives (`timestamp()` asks). */
  readonly atMs?: number;
}

export type Vector = readonly Point[];

/** The samples of a range selector or subquery, with the interval they were looked for in: (startMs, endMs]. */
export interface Matrix {
  readonly series: readonly Series[];
  readonly startMs: number;
  readonly endMs: number;
}

export type Value =
  | { readonly kind: "scalar"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "vector"; readonly points: Vector }
  | { readonly kind: "matrix"; readonly matrix: Matrix };

/** A vector value. Two elements of one name are an error: dropping metric names can bring that about. */
export function distinctVector(points: Vector): Value {
  if (points.length > 1 && new Set(points.map(({ labels }) => labelsKey(labels))).size < points.length) {
    throw new ExecutionError("vector cannot contain metrics with the same labelset");
  }
  return { kind: "vector", points };
}

/** A mean, a sum and their like lose digits over many samples: Neumaier's compensated sum, as Prometheus uses. */
export function preciseSum(values: readonly number[]): number {
  let sum = 0;
  let lost = 0;
  for (const value of values) {
    const next = sum + value;
    if (!Number.isFinite(next)) {
      lost = 0;
    } else {
      lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    }
    sum = next;
  }
  return sum + lost;
}

/** The arithmetic mean. */
export function mean(values: readonly number[]): number {
  return preciseSum(values) / values.length;
}

/** The population variance. */
export function variance(values: readonly number[]): number {
  const centre = mean(values);
  return mean(values.map((value) => (value - centre) ** 2));
}

/** The q-quantile with linear interpolation between the two nearest ranks; NaN sorts first, as in Prometheus. */
export function quantile(q: number, values: readonly number[]): number {
  if (values.length === 0 || Number.isNaN(q)) {
    return Number.NaN;
  }
  if (q < 0 || q > 1) {
    return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  }
  const sorted = [...values].sort((a, b) => (Number.isNaN(a) ? -1 : Number.isNaN(b) ? 1 : a - b));
  const rank = q * (sorted.length - 1);
  const below = Math.max(0, Math.floor(rank));
  const [low = Number.NaN, high = low] = sorted.slice(below, below + 2);
  const weight = rank - below;
  return low * (1 - weight) + high * weight;
}

/** The lowest (or highest) number; NaN only when there is nothing else. */
export function extreme(values: readonly number[], isBetter: (candidate: number, best: number) => boolean): number {
  return values.reduce(
    (best, value) => (Number.isNaN(best) || isBetter(value, best) ? value : best),
    values[0] ?? Number.NaN,
  );
}

export const isLower = (candidate: number, best: number): boolean => candidate < best;
export const isHigher = (candidate: number, best: number): boolean => candidate > best;
