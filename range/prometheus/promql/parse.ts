import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";
import type { Aggregation, Expr } from "./ast.ts";
import { checkTypes } from "./check.ts";
import { ParseError } from "./errors.ts";
import { parseNumber, parseString } from "./literals.ts";
import { assemble, type Operand } from "./operators.ts";
import { convertSelector } from "./parse-selector.ts";
import { applyPostfix } from "./postfixes.ts";
import { childrenOf, isUnterminated, parseErrorAt, type Source, syntaxError, textOf } from "./source.ts";

function convertFirst(source: Source, node: SyntaxNode): Expr {
  const [child] = childrenOf(node);
  if (child === undefined) {
    throw syntaxError(source, node.to);
  }
  return convert(source, child);
}

function argumentsOf(source: Source, node: SyntaxNode): readonly Expr[] {
  const body = node.getChild("FunctionCallBody");
  return body === null ? [] : childrenOf(body).map((child) => convert(source, child));
}

function convertAggregation(source: Source, node: SyntaxNode): Aggregation {
  const operator = textOf(source, node.getChild("AggregateOp") ?? node).toLowerCase();
  const modifier = node.getChild("AggregateModifier");
  const labels = modifier?.getChild("GroupingLabels");
  const args = argumentsOf(source, node);
  const expr = args.at(-1);
  const [parameter] = args.slice(0, -1);
  const wanted = parameterised.has(operator) ? 2 : 1;
  if (expr === undefined || args.length !== wanted) {
    const message = `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`;
    throw parseErrorAt(source, node.from, message);
  }
  return {
    kind: "aggregate",
    operator,
    expr,
    ...(parameter === undefined ? {} : { parameter }),
    grouping: new Set(labels ? childrenOf(labels).map((label) => labelOf(source, label)) : []),
    without: modifier?.getChild("Without") !== null && modifier !== null,
  };
}

const parameterised: ReadonlySet<string> = new Set(["topk", "bottomk", "quantile", "count_values"]);

function labelOf(source: Source, node: SyntaxNode): string {
  const text = textOf(source, node);
  return node.name === "QuotedLabelName" ? parseString(text) : text;
}

function convertCall(source: Source, node: SyntaxNode): Expr {
  const identifier = node.getChild("FunctionIdentifier") ?? node;
  return { kind: "call", name: textOf(source, identifier), args: argumentsOf(source, node) };
}

function convertBase(source: Source, node: SyntaxNode): Expr {
  switch (node.name) {
    case "NumberDurationLiteral":
      return { kind: "number", value: parseNumber(textOf(source, node).replace(/^[-+]/, "")) };
    case "StringLiteral":
      return { kind: "string", value: parseString(textOf(source, node)) };
    case "ParenExpr":
      return convertFirst(source, node);
    case "VectorSelector":
      return convertSelector(source, node);
    case "AggregateExpr":
      return convertAggregation(source, node);
    case "FunctionCall":
      return convertCall(source, node);
    default:
      throw parseErrorAt(source, node.from, `${node.name} is not supported`);
  }
}

/** Only a subquery may follow a parenthesis. */
function refuseShifted({ base, postfixes: [first] }: Operand, source: Source): void {
  if (base.name !== "ParenExpr" || first === undefined || first.name === "SubqueryExpr") {
    return;
  }
  throw first.name === "MatrixSelector"
    ? parseErrorAt(source, base.to, "ranges only allowed for vector selectors")
    : parseErrorAt(
        source,
        base.from,
        `${first.name === "OffsetExpr" ? "offset" : "@"} modifier must be preceded by an instant vector selector or ` +
          "range vector selector or a subquery",
      );
}

function convertOperand(source: Source, operand: Operand): Expr {
  const { base, postfixes } = operand;
  refuseShifted(operand, source);
  const placed = (expr: Expr): Expr => {
    source.offsets.set(expr, base.from);
    return expr;
  };
  return postfixes.reduce(
    (expr, postfix) => placed(applyPostfix(source, postfix, expr)),
    placed(convertBase(source, base)),
  );
}

function convert(source: Source, node: SyntaxNode): Expr {
  return assemble(source, node, (operand) => convertOperand(source, operand));
}

/** Behind feature flags in Prometheus, and not there by default either. */
const UNSUPPORTED: ReadonlySet<string> = new Set(["FillModifier", "Anchored", "Smoothed", "TrimUpper", "TrimLower"]);

/** Reads a PromQL expression and checks its types. Throws ParseError with line and column, as Prometheus words it. */
export function parsePromql(text: string): Expr {
  if (text.trim() === "") {
    throw new ParseError("1:1: parse error: no expression found in input");
  }
  const source: Source = { text, offsets: new Map() };
  const tree = parser.parse(text);
  tree.iterate({
    enter: (node) => {
      if (node.name === "StringLiteral" && isUnterminated(textOf(source, node))) {
        throw parseErrorAt(source, node.from, "unterminated quoted string");
      }
      if (UNSUPPORTED.has(node.name)) {
        throw parseErrorAt(source, node.from, `${textOf(source, node)} is not supported`);
      }
      if (node.type.isError) {
        throw syntaxError(source, node.from);
      }
    },
  });
  const expr = convertFirst(source, tree.topNode);
  checkTypes(expr, (place, message) => {
    throw parseErrorAt(source, source.offsets.get(place) ?? 0, message);
  });
  return expr;
}
