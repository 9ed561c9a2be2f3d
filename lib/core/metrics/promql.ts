import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import { parsePromql } from "@/lib/core/kernel/promql-grammar";

export const promqlComparators = ["==", "!=", "<", "<=", ">", ">="] as const;
export type PromqlComparator = (typeof promqlComparators)[number];

/** A PromQL expression that asks a question: `left` and `right` are PromQL too. */
export type PromqlComparison = {
  readonly comparator: PromqlComparator;
  readonly left: string;
  readonly right: string;
  /** With `bool` the answer is 0 or 1; without, what does not hold is left out. */
  readonly bool: boolean;
  /** The right side as a number, when it is one (`0.9 * 1024 ^ 3` is). */
  readonly threshold: number | null;
};

/**
 * The comparison that an expression is at its outermost, or null: it is none, or no PromQL. A number on the left is
 * turned round (`0.8 < x` is `x > 0.8`).
 */
export function promqlComparison(expression: string): PromqlComparison | null {
  const tree = parsePromql(expression);
  const parts = tree && comparisonParts(expression, withoutParentheses(tree.getChild("Expr")));
  if (parts === null) {
    return null;
  }
  const { comparator, left, right, bool } = parts;
  const [leftNumber, rightNumber] = [constantOf(left), constantOf(right)];
  return leftNumber !== null && rightNumber === null
    ? { comparator: turned[comparator], left: right, right: left, bool, threshold: leftNumber }
    : { comparator, left, right, bool, threshold: rightNumber };
}

/** Does an expression compare anywhere, so that an empty answer may be a comparison that is false? */
export function hasComparison(expression: string): boolean {
  let found = false;
  parser.parse(expression).iterate({
    enter: ({ from, to, node }) => {
      found ||= node.parent?.name === "BinaryExpr" && isComparator(expression.slice(from, to));
    },
  });
  return found;
}

const turned: Readonly<Record<PromqlComparator, PromqlComparator>> = {
  "==": "==",
  "!=": "!=",
  "<": ">",
  "<=": ">=",
  ">": "<",
  ">=": "<=",
};

function withoutParentheses(node: SyntaxNode | null): SyntaxNode | null {
  return node?.name === "ParenExpr" ? withoutParentheses(node.getChild("Expr")) : node;
}

type Operator = {
  readonly text: string;
  readonly left: SyntaxNode;
  readonly right: SyntaxNode;
  readonly bool: boolean;
};

/** Nodes that stand between operands without closing them off. */
const open: ReadonlySet<string> = new Set([
  "UnaryExpr",
  "OffsetExpr",
  "StepInvariantExpr",
  "MatrixSelector",
  "SubqueryExpr",
]);

/**
 * The binary operators of an expression outside of parentheses, in the order of the text. The tree alone does not tell
 * which one is outermost: the grammar hangs a postfix such as `offset 5m` on everything before it.
 */
function operatorsOf(expression: string, node: SyntaxNode): readonly Operator[] {
  const [left, right] = node.getChildren("Expr");
  if (left !== undefined && open.has(node.name)) {
    return operatorsOf(expression, left);
  }
  const sign = left?.nextSibling;
  if (!(left && right && sign) || node.name !== "BinaryExpr") {
    return [];
  }
  const text = expression.slice(sign.from, sign.to);
  const own = { text, left, right, bool: node.getChild("BoolModifier") !== null };
  return [...operatorsOf(expression, left), own, ...operatorsOf(expression, right)];
}

function isComparator(text: string): text is PromqlComparator {
  return promqlComparators.some((comparator) => comparator === text);
}

type Parts = Pick<PromqlComparison, "comparator" | "left" | "right" | "bool">;

/** `and`, `or` and `unless` bind looser than a comparison; everything else binds tighter. Of several the last counts. */
function comparisonParts(expression: string, node: SyntaxNode | null): Parts | null {
  const operators = node === null ? [] : operatorsOf(expression, node);
  const outermost = operators.findLast(({ text }) => isComparator(text));
  const hasSets = operators.some(({ text }) => /^(?:and|or|unless)$/i.test(text));
  if (node === null || outermost === undefined || hasSets || !isComparator(outermost.text)) {
    return null;
  }
  const { text, left, right, bool } = outermost;
  return {
    comparator: text,
    left: expression.slice(node.from, left.to),
    right: expression.slice(right.from, node.to),
    bool,
  };
}

/** The value of an expression of numbers alone; null of anything else. */
function constantOf(text: string): number | null {
  const tree = parsePromql(text);
  return tree && constant(text, tree.getChild("Expr"));
}

const arithmetic: Readonly<Record<string, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "%": (a, b) => a % b,
  "^": (a, b) => a ** b,
};

function constant(text: string, node: SyntaxNode | null): number | null {
  const values = node?.getChildren("Expr").map((child) => constant(text, child)) ?? [];
  const [first = null, second = null] = values;
  if (node === null || (values.length > 0 && first === null)) {
    return null;
  }
  switch (node.name) {
    case "NumberDurationLiteral":
      return literal(text.slice(node.from, node.to));
    case "ParenExpr":
      return first;
    case "UnaryExpr":
      return Number(first) * (text[node.from] === "-" ? -1 : 1);
    case "BinaryExpr":
      return second === null ? null : calculated(text, node, [Number(first), second]);
    default:
      return null;
  }
}

function calculated(text: string, node: SyntaxNode, [a, b]: readonly [number, number]): number | null {
  const sign = node.firstChild?.nextSibling;
  const apply = sign ? arithmetic[text.slice(sign.from, sign.to)] : undefined;
  return apply?.(a, b) ?? null;
}

function literal(text: string): number | null {
  const value = Number(text.replace(/[\s_]/g, ""));
  return Number.isFinite(value) ? value : null;
}

/** A line for a graph: `query` draws the curve, `value` is where the rule fires. */
export type GraphableThreshold = {
  readonly name: string;
  readonly query: string;
  readonly comparator: PromqlComparator;
  readonly value: number;
};

/** Which of a runbook's expressions can be drawn as a curve with a threshold line: `curve compared with a number`. */
export function panelFromRunbook(
  rules: readonly { readonly alert: string; readonly expr: string }[],
): readonly GraphableThreshold[] {
  return rules.flatMap(({ alert, expr }) => {
    const comparison = promqlComparison(expr);
    return comparison === null || comparison.threshold === null
      ? []
      : [{ name: alert, query: comparison.left, comparator: comparison.comparator, value: comparison.threshold }];
  });
}
