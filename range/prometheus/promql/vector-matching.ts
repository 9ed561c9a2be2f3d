import { dropLabels, dropMetricName, keepLabels, type Labels, labelsKey, labelsText } from "../labels.ts";
import { applyOperator } from "./arithmetic.ts";
import { type Binary, comparisonOperators, type Matching } from "./ast.ts";
import { ExecutionError } from "./errors.ts";
import { matchKey, matchLabels } from "./match-key.ts";
import type { Point, Vector } from "./value.ts";

/** The elements of the "one" side by their match. Two with the same are refused in Prometheus's words. */
function indexOne(one: Vector, matching: Matching): ReadonlyMap<string, Point> {
  const side = matching.cardinality === "one-to-many" ? "left" : "right";
  const index = new Map<string, Point>();
  for (const point of one) {
    const key = matchKey(point.labels, matching);
    const known = index.get(key);
    if (known !== undefined) {
      const group = labelsText(matchLabels(point.labels, matching));
      throw new ExecutionError(
        `found duplicate series for the match group ${group} on the ${side} hand-side of the operation: ` +
          `[${labelsText(point.labels)}, ${labelsText(known.labels)}];` +
          "many-to-many matching not allowed: matching labels must be unique on one side",
      );
    }
    index.set(key, point);
  }
  return index;
}

function included(many: Labels, one: Labels, names: readonly string[]): Labels {
  const copied = keepLabels(one, new Set(names));
  return { ...dropLabels(many, new Set(names)), ...copied };
}

function resultLabels({ operator, bool, matching }: Binary, many: Labels, one: Labels): Labels {
  const named = bool || !comparisonOperators.has(operator) ? dropMetricName(many) : many;
  if (matching.cardinality !== "one-to-one") {
    return included(named, one, matching.include);
  }
  return matching.on ? keepLabels(named, matching.labels) : dropLabels(named, matching.labels);
}

function pairOutcome({ operator, matching }: Binary, many: Point, one: Point) {
  return matching.cardinality === "one-to-many"
    ? applyOperator(operator, one.value, many.value)
    : applyOperator(operator, many.value, one.value);
}

/** Arithmetic and comparison between the elements of two vectors that match. */
export function combineVectors(expr: Binary, left: Vector, right: Vector): Vector {
  const { matching, bool } = expr;
  const [many, one] = matching.cardinality === "one-to-many" ? [right, left] : [left, right];
  const partners = indexOne(one, matching);
  const taken = new Set<string>();
  return many.flatMap((point) => {
    const group = matchKey(point.labels, matching);
    const partner = partners.get(group);
    if (partner === undefined) {
      return [];
    }
    const { value, holds } = pairOutcome(expr, point, partner);
    if (!(holds || bool)) {
      return [];
    }
    const labels = resultLabels(expr, point.labels, partner.labels);
    claim(taken, matching, matching.cardinality === "one-to-one" ? group : labelsKey(labels));
    return [{ labels, value: bool ? Number(holds) : value }];
  });
}

function claim(taken: Set<string>, { cardinality }: Matching, key: string): void {
  if (taken.has(key)) {
    throw new ExecutionError(
      cardinality === "one-to-one"
        ? "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
        : "multiple matches for labels: grouping labels must ensure unique matches",
    );
  }
  taken.add(key);
}
