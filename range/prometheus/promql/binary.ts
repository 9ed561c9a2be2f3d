import { dropMetricName } from "../labels.ts";
import { applyOperator, type Outcome } from "./arithmetic.ts";
import { type Binary, comparisonOperators, setOperators } from "./ast.ts";
import { ExecutionError } from "./errors.ts";
import { combineSets } from "./set-operators.ts";
import { distinctVector, type Point, type Value, type Vector } from "./value.ts";
import { combineVectors } from "./vector-matching.ts";

/** A comparison filters and keeps the name; with `bool` and in arithmetic the result is a new value. */
function elementOf({ operator, bool }: Binary, { labels }: Point, { value, holds }: Outcome): Vector {
  if (comparisonOperators.has(operator) && !bool) {
    return holds ? [{ labels, value }] : [];
  }
  return [{ labels: dropMetricName(labels), value: bool ? Number(holds) : value }];
}

function withScalarRight(expr: Binary, points: Vector, scalar: number): Value {
  return distinctVector(
    points.flatMap((point) => elementOf(expr, point, applyOperator(expr.operator, point.value, scalar))),
  );
}

/** A filter keeps the vector's value, also when it stands on the right. */
function withScalarLeft(expr: Binary, scalar: number, points: Vector): Value {
  return distinctVector(
    points.flatMap((point) => {
      const outcome = applyOperator(expr.operator, scalar, point.value);
      const isFilter = comparisonOperators.has(expr.operator);
      return elementOf(expr, point, isFilter ? { ...outcome, value: point.value } : outcome);
    }),
  );
}

function withScalars({ operator, bool }: Binary, left: number, right: number): Value {
  const { value, holds } = applyOperator(operator, left, right);
  return { kind: "scalar", value: bool ? Number(holds) : value };
}

/** The value of a binary expression from those of its operands. */
export function combine(expr: Binary, left: Value, right: Value): Value {
  if (left.kind === "scalar") {
    return right.kind === "scalar"
      ? withScalars(expr, left.value, right.value)
      : withScalarLeft(expr, left.value, vectorOf(right));
  }
  if (right.kind === "scalar") {
    return withScalarRight(expr, vectorOf(left), right.value);
  }
  const points = setOperators.has(expr.operator)
    ? combineSets(expr, vectorOf(left), vectorOf(right))
    : combineVectors(expr, vectorOf(left), vectorOf(right));
  return { kind: "vector", points };
}

function vectorOf(value: Value): Vector {
  if (value.kind !== "vector") {
    throw new ExecutionError(`unexpected ${value.kind} in a binary expression`);
  }
  return value.points;
}

/** Unary minus. */
export function negate(value: Value): Value {
  if (value.kind === "scalar") {
    return { kind: "scalar", value: -value.value };
  }
  const points = vectorOf(value);
  return distinctVector(points.map(({ labels, value }) => ({ labels: dropMetricName(labels), value: -value })));
}
