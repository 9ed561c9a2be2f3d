import { dropMetricName } from "../labels.ts";
import { absentLabels } from "./absent.ts";
import type { Call, Expr } from "./ast.ts";
import { histogramQuantile } from "./histogram-quantile.ts";
import { calendarFunctions, instantFunctions } from "./instant-functions.ts";
import { labelJoin, labelReplace } from "./label-functions.ts";
import { keepsMetricName, rangeFunctions } from "./range-functions.ts";
import { distinctVector, type Matrix, type Value, type Vector } from "./value.ts";

/** The evaluated arguments of a call, by type; the types have been checked when the query was read. */
interface Arguments {
  readonly expressions: readonly Expr[];
  readonly vector: Vector | undefined;
  readonly matrix: Matrix | undefined;
  readonly scalars: readonly number[];
  readonly strings: readonly string[];
  readonly timeMs: number;
}

function argumentsOf({ args }: Call, values: readonly Value[], timeMs: number): Arguments {
  return {
    expressions: args,
    vector: values.find((value) => value.kind === "vector")?.points,
    matrix: values.find((value) => value.kind === "matrix")?.matrix,
    scalars: values.flatMap((value) => (value.kind === "scalar" ? [value.value] : [])),
    strings: values.flatMap((value) => (value.kind === "string" ? [value.value] : [])),
    timeMs,
  };
}

function sorted(points: Vector, direction: 1 | -1): Value {
  const rank = ({ value }: Vector[number]): number =>
    Number.isNaN(value) ? Number.POSITIVE_INFINITY : direction * value;
  return { kind: "vector", points: [...points].sort((a, b) => rank(a) - rank(b)) };
}

/** `absent(…)`: one element with value 1, labelled by the selector's equality matchers, when there is nothing. */
function absent({ expressions }: Arguments, isEmpty: boolean): Value {
  const labels = absentLabels(expressions[0]);
  return { kind: "vector", points: isEmpty ? [{ labels, value: 1 }] : [] };
}

const special: Readonly<Record<string, (args: Arguments) => Value>> = {
  time: ({ timeMs }) => ({ kind: "scalar", value: timeMs / 1000 }),
  pi: () => ({ kind: "scalar", value: Math.PI }),
  scalar: ({ vector = [] }) => ({
    kind: "scalar",
    value: vector.length === 1 ? (vector[0]?.value ?? Number.NaN) : Number.NaN,
  }),
  vector: ({ scalars: [value = Number.NaN] }) => ({ kind: "vector", points: [{ labels: {}, value }] }),
  timestamp: ({ vector = [], timeMs }) =>
    distinctVector(vector.map(({ labels, atMs = timeMs }) => ({ labels: dropMetricName(labels), value: atMs / 1000 }))),
  sort: ({ vector = [] }) => sorted(vector, 1),
  sort_desc: ({ vector = [] }) => sorted(vector, -1),
  absent: (args) => absent(args, args.vector?.length === 0),
  absent_over_time: (args) => absent(args, args.matrix?.series.length === 0),
  histogram_quantile: ({ vector = [], scalars: [q = Number.NaN] }) => histogramQuantile(q, vector),
  label_replace: ({ vector = [], strings }) => labelReplace(vector, strings),
  label_join: ({ vector = [], strings }) => labelJoin(vector, strings),
};

function callRange(name: string, { matrix, scalars: [parameter = Number.NaN], timeMs }: Arguments): Value | undefined {
  const compute = rangeFunctions[name];
  if (compute === undefined || matrix === undefined) {
    return;
  }
  const { series, startMs, endMs } = matrix;
  const points = series.flatMap(({ labels, times, values }) => {
    const value = compute({ times, values, startMs, endMs }, parameter, timeMs);
    return value === undefined ? [] : [{ labels: keepsMetricName.has(name) ? labels : dropMetricName(labels), value }];
  });
  return distinctVector(points);
}

function callInstant(name: string, { vector, scalars, timeMs }: Arguments): Value | undefined {
  const compute = instantFunctions[name] ?? calendarFunctions[name];
  if (compute === undefined) {
    return;
  }
  const points = vector ?? [{ labels: {}, value: timeMs / 1000 }];
  return distinctVector(
    points.flatMap(({ labels, value }) => {
      const result = compute(value, scalars);
      return result === undefined ? [] : [{ labels: dropMetricName(labels), value: result }];
    }),
  );
}

/** The value of a function call from those of its arguments. */
export function call(expr: Call, values: readonly Value[], timeMs: number): Value {
  const args = argumentsOf(expr, values, timeMs);
  return (
    special[expr.name]?.(args) ??
    callRange(expr.name, args) ??
    callInstant(expr.name, args) ?? { kind: "vector", points: [] }
  );
}
