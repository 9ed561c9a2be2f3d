import { formatFloat } from "./promql/format-float.ts";
import type { Value, Vector } from "./promql/value.ts";
import type { Series } from "./store.ts";

type JsonSample = readonly [seconds: number, value: string];

function sample(atMs: number, value: number): JsonSample {
  return [atMs / 1000, formatFloat(value)];
}

function vectorResult(points: Vector, timeMs: number): readonly object[] {
  return points.map(({ labels, value }) => ({ metric: labels, value: sample(timeMs, value) }));
}

/** The `data` of a range reply. */
export function matrixData(series: readonly Series[]): object {
  const result = series.map(({ labels, times, values }) => ({
    metric: labels,
    values: times.map((time, index) => sample(time, values[index] ?? Number.NaN)),
  }));
  return { resultType: "matrix", result };
}

/** The `data` of an instant reply. */
export function instantData(value: Value, timeMs: number): object {
  switch (value.kind) {
    case "scalar":
      return { resultType: "scalar", result: sample(timeMs, value.value) };
    case "string":
      return { resultType: "string", result: [timeMs / 1000, value.value] };
    case "vector":
      return { resultType: "vector", result: vectorResult(value.points, timeMs) };
    case "matrix":
      return matrixData(value.matrix.series);
  }
}
