import { aggregate } from "./aggregate.ts";
import type { Expr, Subquery } from "./ast.ts";
import { combine, negate } from "./binary.ts";
import { call } from "./calls.ts";
import { type Evaluation, selectInstant, selectRange, shiftedTime } from "./selection.ts";
import { joinSteps, pointsOf } from "./steps.ts";
import type { Matrix, Value } from "./value.ts";

/** The steps of a subquery are multiples of its step, whatever the time of the query. */
function evaluateSubquery(subquery: Subquery, evaluation: Evaluation, timeMs: number): Matrix {
  const endMs = shiftedTime(subquery, evaluation, timeMs);
  const startMs = endMs - subquery.rangeMs;
  const stepMs = subquery.stepMs ?? evaluation.defaultStepMs;
  const firstMs = (Math.floor(startMs / stepMs) + 1) * stepMs;
  const count = Math.max(0, Math.floor((endMs - firstMs) / stepMs) + 1);
  const times = Array.from({ length: count }, (_, index) => firstMs + index * stepMs);
  const series = joinSteps(times.map((time) => [time, pointsOf(evaluate(subquery.expr, evaluation, time))] as const));
  return { series, startMs, endMs };
}

/** The value of an expression at one instant. Throws ExecutionError where the data does not allow it. */
export function evaluate(expr: Expr, evaluation: Evaluation, timeMs: number): Value {
  const at = (operand: Expr): Value => evaluate(operand, evaluation, timeMs);
  switch (expr.kind) {
    case "number":
      return { kind: "scalar", value: expr.value };
    case "string":
      return { kind: "string", value: expr.value };
    case "selector":
      return { kind: "vector", points: selectInstant(expr, evaluation, timeMs) };
    case "range":
      return { kind: "matrix", matrix: selectRange(expr, evaluation, timeMs) };
    case "subquery":
      return { kind: "matrix", matrix: evaluateSubquery(expr, evaluation, timeMs) };
    case "negate":
      return negate(at(expr.expr));
    case "call":
      return call(expr, expr.args.map(at), timeMs);
    case "aggregate":
      return aggregate(expr, pointsOf(at(expr.expr)), expr.parameter && at(expr.parameter));
    case "binary":
      return combine(expr, at(expr.left), at(expr.right));
  }
}
