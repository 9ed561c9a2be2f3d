import { BadData } from "./parameters.ts";
import { evaluate } from "./promql/evaluate.ts";
import { parsePromql } from "./promql/parse.ts";
import { createEvaluation } from "./promql/selection.ts";
import { joinSteps, pointsOf } from "./promql/steps.ts";
import type { Value } from "./promql/value.ts";
import type { SampleStore, Series } from "./store.ts";

/** The evaluation interval that Prometheus has unless configured. */
const DEFAULT_STEP_MS = 60_000;

/** The value of an expression at one instant. Throws ParseError or ExecutionError with Prometheus's text. */
export function queryInstant(store: SampleStore, text: string, timeMs: number): Value {
  const expr = parsePromql(text);
  return evaluate(
    expr,
    createEvaluation({ store, startMs: timeMs, endMs: timeMs, defaultStepMs: DEFAULT_STEP_MS }),
    timeMs,
  );
}

export interface Steps {
  readonly startMs: number;
  readonly endMs: number;
  readonly stepMs: number;
}

/** The series of an expression over steps. Throws ParseError or ExecutionError with Prometheus's text. */
export function queryRange(store: SampleStore, text: string, { startMs, endMs, stepMs }: Steps): readonly Series[] {
  const expr = parsePromql(text);
  if (expr.kind === "string" || expr.kind === "range" || expr.kind === "subquery") {
    const type = expr.kind === "string" ? "string" : "range vector";
    throw new BadData(`invalid expression type "${type}" for range query, must be Scalar or instant Vector`);
  }
  const evaluation = createEvaluation({ store, startMs, endMs, defaultStepMs: DEFAULT_STEP_MS });
  const count = Math.floor((endMs - startMs) / stepMs) + 1;
  const times = Array.from({ length: count }, (_, index) => startMs + index * stepMs);
  return joinSteps(times.map((timeMs) => [timeMs, pointsOf(evaluate(expr, evaluation, timeMs))] as const));
}
