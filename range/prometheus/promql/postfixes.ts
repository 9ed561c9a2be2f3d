import type { SyntaxNode } from "@lezer/common";
import type { Expr, Shift } from "./ast.ts";
import { parseNumber } from "./literals.ts";
import { childrenOf, parseErrorAt, type Source, syntaxError, textOf } from "./source.ts";

/** A duration in milliseconds, from a literal with an optional sign. */
function durationOf(source: Source, node: SyntaxNode): number {
  const seconds = parseNumber(textOf(source, node).trim());
  if (Number.isNaN(seconds)) {
    throw parseErrorAt(source, node.from, "duration expressions are not supported");
  }
  return Math.round(seconds * 1000);
}

function rangeOf(source: Source, node: SyntaxNode): number {
  const rangeMs = durationOf(source, node);
  if (rangeMs <= 0) {
    throw parseErrorAt(source, node.from, "duration must be greater than 0");
  }
  return rangeMs;
}

function withRange(source: Source, postfix: SyntaxNode, selector: Expr): Expr {
  const duration = postfix.getChild("DurationExpr");
  if (selector.kind !== "selector" || duration === null) {
    throw parseErrorAt(source, duration?.from ?? postfix.from, "ranges only allowed for vector selectors");
  }
  if (selector.offsetMs !== 0 || selector.at !== undefined) {
    throw parseErrorAt(source, duration.from, "no offset or @ modifiers allowed before range");
  }
  return { kind: "range", selector, rangeMs: rangeOf(source, duration) };
}

function withSubquery(source: Source, postfix: SyntaxNode, expr: Expr): Expr {
  const [range, step] = postfix.getChildren("DurationExpr");
  if (range === undefined) {
    throw syntaxError(source, postfix.to);
  }
  const stepMs = step === undefined ? {} : { stepMs: rangeOf(source, step) };
  return { kind: "subquery", expr, rangeMs: rangeOf(source, range), ...stepMs, offsetMs: 0 };
}

function shifted(source: Source, expr: Expr, change: Partial<Shift>): Expr {
  switch (expr.kind) {
    case "selector":
    case "subquery":
      return { ...expr, ...change };
    case "range":
      return { ...expr, selector: { ...expr.selector, ...change } };
    default: {
      const modifier = change.at === undefined ? "offset" : "@";
      const place = "must be preceded by an instant vector selector or range vector selector or a subquery";
      throw parseErrorAt(source, source.offsets.get(expr) ?? 0, `${modifier} modifier ${place}`);
    }
  }
}

function atOf(source: Source, postfix: SyntaxNode): Partial<Shift> {
  const bound = postfix.getChild("AtModifierPreprocessors");
  if (bound !== null) {
    return { at: { kind: bound.getChild("AtStart") === null ? "end" : "start" } };
  }
  const time = childrenOf(postfix).at(-1);
  return { at: { kind: "time", ms: Math.round(parseNumber(time === undefined ? "" : textOf(source, time)) * 1000) } };
}

/** Puts `[5m]`, `[5m:1m]`, `offset 1m` or `@ 5` on the operand before it. */
export function applyPostfix(source: Source, postfix: SyntaxNode, expr: Expr): Expr {
  switch (postfix.name) {
    case "MatrixSelector":
      return withRange(source, postfix, expr);
    case "SubqueryExpr":
      return withSubquery(source, postfix, expr);
    case "OffsetExpr": {
      const duration = postfix.getChild("OffsetDurationExpr");
      return shifted(source, expr, { offsetMs: duration === null ? 0 : durationOf(source, duration) });
    }
    default:
      return shifted(source, expr, atOf(source, postfix));
  }
}
