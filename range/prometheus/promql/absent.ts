import { type Labels, METRIC_NAME } from "../labels.ts";
import type { Expr } from "./ast.ts";

/** What is known of a series that is not there: the labels that its selector names exactly, and names once. */
export function absentLabels(expr: Expr | undefined): Labels {
  const selector = expr?.kind === "range" ? expr.selector : expr;
  if (selector?.kind !== "selector") {
    return {};
  }
  const { matchers } = selector;
  const named = matchers.filter(
    ({ name, operator }) =>
      operator === "=" && name !== METRIC_NAME && matchers.filter((other) => other.name === name).length === 1,
  );
  return Object.fromEntries(named.filter(({ value }) => value !== "").map(({ name, value }) => [name, value]));
}
