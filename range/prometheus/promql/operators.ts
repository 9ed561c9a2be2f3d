import type { SyntaxNode } from "@lezer/common";
import type { Expr } from "./ast.ts";
import { convertMatching } from "./parse-matching.ts";
import { childrenOf, type Source, syntaxError, textOf } from "./source.ts";

/*
 * The grammar is made for editors: it hangs a postfix (`[5m]`, `offset 1m`, `@ 5`) on the whole expression before it,
 * so `a + b offset 1m` becomes `(a + b) offset 1m`, and it reads `-1 ^ 2` as `(-1) ^ 2`. The tree is therefore taken
 * apart into operands, signs and operators, in the order of the text, and put together by Prometheus's own precedence
 * (promql/parser/generated_parser.y).
 */

type Item =
  | { readonly kind: "operand"; readonly base: SyntaxNode; readonly postfixes: readonly SyntaxNode[] }
  | { readonly kind: "operator"; readonly name: string; readonly node: SyntaxNode }
  | { readonly kind: "sign"; readonly negative: boolean; readonly from: number };

export type Operand = Extract<Item, { kind: "operand" }>;

const POWER = 6;
const PRECEDENCE: Readonly<Record<string, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  "==": 3,
  "!=": 3,
  "<": 3,
  "<=": 3,
  ">": 3,
  ">=": 3,
  "+": 4,
  "-": 4,
  "*": 5,
  "/": 5,
  "%": 5,
  atan2: 5,
  "^": POWER,
};

const POSTFIXES: ReadonlySet<string> = new Set(["MatrixSelector", "SubqueryExpr", "OffsetExpr", "StepInvariantExpr"]);

function signOf(source: Source, node: SyntaxNode): Item {
  return { kind: "sign", negative: textOf(source, node).startsWith("-"), from: node.from };
}

function withPostfix(items: readonly Item[], postfix: SyntaxNode): readonly Item[] {
  const last = items.at(-1);
  return last?.kind === "operand"
    ? [...items.slice(0, -1), { ...last, postfixes: [...last.postfixes, postfix] }]
    : items;
}

function itemsOf(source: Source, node: SyntaxNode): readonly Item[] {
  const children = childrenOf(node);
  const [first, second] = children;
  const last = children.at(-1);
  if (first === undefined || last === undefined) {
    const literal: Item = { kind: "operand", base: node, postfixes: [] };
    return /^[-+]/.test(textOf(source, node)) ? [signOf(source, node), literal] : [literal];
  }
  if (node.name === "BinaryExpr" && second !== undefined) {
    const operator: Item = { kind: "operator", name: textOf(source, second).toLowerCase(), node };
    return [...itemsOf(source, first), operator, ...itemsOf(source, last)];
  }
  if (node.name === "UnaryExpr") {
    return [signOf(source, node), ...itemsOf(source, last)];
  }
  return POSTFIXES.has(node.name)
    ? withPostfix(itemsOf(source, first), node)
    : [{ kind: "operand", base: node, postfixes: [] }];
}

interface Assembly {
  readonly source: Source;
  readonly items: readonly Item[];
  next: number;
  convertOperand(operand: Operand): Expr;
}

function negated(expr: Expr): Expr {
  return expr.kind === "number" ? { kind: "number", value: -expr.value } : { kind: "negate", expr };
}

function takeOperand(assembly: Assembly): Expr {
  const { source, items } = assembly;
  const item = items[assembly.next];
  assembly.next += 1;
  if (item?.kind === "operand") {
    return assembly.convertOperand(item);
  }
  if (item?.kind !== "sign") {
    throw syntaxError(source, source.text.length);
  }
  const operand = takeExpression(assembly, POWER);
  const expr = item.negative ? negated(operand) : operand;
  source.offsets.set(expr, item.from);
  return expr;
}

function takeExpression(assembly: Assembly, least: number): Expr {
  const { source, items } = assembly;
  let left = takeOperand(assembly);
  for (let item = items[assembly.next]; item?.kind === "operator"; item = items[assembly.next]) {
    const { name, node } = item;
    const precedence = PRECEDENCE[name] ?? 0;
    if (precedence < least) {
      break;
    }
    assembly.next += 1;
    const right = takeExpression(assembly, precedence === POWER ? precedence : precedence + 1);
    const bool = node.getChild("BoolModifier") !== null;
    const matching = convertMatching(source, node.getChild("MatchingModifierClause"));
    const from = source.offsets.get(left) ?? 0;
    left = { kind: "binary", operator: name, left, right, bool, matching };
    source.offsets.set(left, from);
  }
  return left;
}

/** An expression by Prometheus's precedence; `convertOperand` reads what stands between the operators. */
export function assemble(source: Source, node: SyntaxNode, convertOperand: (operand: Operand) => Expr): Expr {
  return takeExpression({ source, items: itemsOf(source, node), next: 0, convertOperand }, 0);
}
