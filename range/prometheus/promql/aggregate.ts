import { dropLabels, keepLabels, type Labels, labelsKey, METRIC_NAME } from "../labels.ts";
import type { Aggregation } from "./ast.ts";
import { ExecutionError } from "./errors.ts";
import { formatFloat } from "./format-float.ts";
import { extreme, isHigher, isLower, mean, preciseSum, quantile, type Value, type Vector, variance } from "./value.ts";

interface Group {
  readonly labels: Labels;
  readonly points: Vector[number][];
}

type Reduce = (values: readonly number[], parameter: number) => number;

const reducers: Readonly<Record<string, Reduce>> = {
  sum: preciseSum,
  avg: mean,
  min: (values) => extreme(values, isLower),
  max: (values) => extreme(values, isHigher),
  count: (values) => values.length,
  group: () => 1,
  stddev: (values) => Math.sqrt(variance(values)),
  stdvar: variance,
  quantile: (values, q) => quantile(q, values),
};

function groupLabels({ grouping, without }: Aggregation, labels: Labels): Labels {
  return without ? dropLabels(labels, new Set([...grouping, METRIC_NAME])) : keepLabels(labels, grouping);
}

function groupsOf(aggregation: Aggregation, points: Vector): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const point of points) {
    const labels = groupLabels(aggregation, point.labels);
    const key = labelsKey(labels);
    const group = groups.get(key) ?? { labels, points: [] };
    groups.set(key, group);
    group.points.push(point);
  }
  return [...groups.values()];
}

/** NaN comes last, whichever way the ranking goes. */
function ranked(points: Vector, direction: 1 | -1): Vector {
  return [...points].sort((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value)) {
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
    }
    return direction * (a.value - b.value);
  });
}

function pick({ operator }: Aggregation, groups: readonly Group[], count: number): Vector {
  const wanted = Number.isFinite(count) ? Math.max(0, Math.trunc(count)) : 0;
  return groups.flatMap(({ points }) => ranked(points, operator === "topk" ? -1 : 1).slice(0, wanted));
}

function countValues(label: string, groups: readonly Group[]): Vector {
  return groups.flatMap(({ labels, points }) => {
    const counts = new Map<string, number>();
    for (const { value } of points) {
      const text = formatFloat(value);
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
    return [...counts].map(([text, value]) => ({ labels: { ...labels, [label]: text }, value }));
  });
}

/** `sum by (…) (…)` and its like. `topk` and `bottomk` keep whole elements, the others give one value a group. */
export function aggregate(aggregation: Aggregation, points: Vector, parameter: Value | undefined): Value {
  const groups = groupsOf(aggregation, points);
  const number = parameter?.kind === "scalar" ? parameter.value : Number.NaN;
  if (parameter?.kind === "string") {
    return { kind: "vector", points: countValues(parameter.value, groups) };
  }
  if (aggregation.operator === "topk" || aggregation.operator === "bottomk") {
    return { kind: "vector", points: pick(aggregation, groups, number) };
  }
  const reduce = reducers[aggregation.operator];
  if (reduce === undefined) {
    throw new ExecutionError(`aggregation operator "${aggregation.operator}" is not supported`);
  }
  const reduced = groups.map((group) => {
    const values = group.points.map(({ value }) => value);
    return { labels: group.labels, value: reduce(values, number) };
  });
  return { kind: "vector", points: reduced };
}
