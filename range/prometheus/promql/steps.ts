import { labelsKey } from "../labels.ts";
import type { Series } from "../store.ts";
import type { Value, Vector } from "./value.ts";

interface Column extends Series {
  readonly times: number[];
  readonly values: number[];
}

/** The series that a stretch of evaluations gives: the vectors of the steps, joined by label set. */
export function joinSteps(steps: Iterable<readonly [timeMs: number, points: Vector]>): readonly Series[] {
  const columns = new Map<string, Column>();
  for (const [timeMs, points] of steps) {
    for (const { labels, value } of points) {
      const key = labelsKey(labels);
      const column = columns.get(key) ?? { labels, times: [], values: [] };
      columns.set(key, column);
      column.times.push(timeMs);
      column.values.push(value);
    }
  }
  return [...columns.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, column]) => column);
}

/** The elements of a step's value: a scalar is one element without labels. */
export function pointsOf(value: Value): Vector {
  switch (value.kind) {
    case "scalar":
      return [{ labels: {}, value: value.value }];
    case "vector":
      return value.points;
    case "string":
    case "matrix":
      return [];
  }
}
