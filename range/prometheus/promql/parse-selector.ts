import type { SyntaxNode } from "@lezer/common";
import { METRIC_NAME } from "../labels.ts";
import { createMatcher, type Matcher, type MatchOperator } from "../matcher.ts";
import type { Selector } from "./ast.ts";
import { parseString } from "./literals.ts";
import { parseErrorAt, type Source, textOf } from "./source.ts";

function operatorOf(text: string): MatchOperator {
  return text === "=~" || text === "!~" || text === "!=" ? text : "=";
}

function convertMatcher(source: Source, node: SyntaxNode): Matcher {
  if (node.name === "QuotedLabelName") {
    return createMatcher(METRIC_NAME, "=", parseString(textOf(source, node)));
  }
  const [name, operator, value] = [node.firstChild, node.getChild("MatchOp"), node.lastChild].map((child) =>
    child === null ? "" : textOf(source, child),
  );
  const label = node.name === "QuotedLabelMatcher" ? parseString(name ?? "") : (name ?? "");
  try {
    return createMatcher(label, operatorOf(operator ?? ""), parseString(value ?? ""));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw parseErrorAt(source, node.from, `error parsing regexp: ${error.message}`);
    }
    throw error;
  }
}

const MATCHER_NODES: ReadonlySet<string> = new Set(["UnquotedLabelMatcher", "QuotedLabelMatcher", "QuotedLabelName"]);

/** A vector selector. One that would match every series is refused, as in Prometheus. */
export function convertSelector(source: Source, node: SyntaxNode): Selector {
  const matchers: Matcher[] = [];
  const name = node.getChild("Identifier");
  if (name !== null) {
    matchers.push(createMatcher(METRIC_NAME, "=", textOf(source, name)));
  }
  for (let child = node.getChild("LabelMatchers")?.firstChild ?? null; child !== null; child = child.nextSibling) {
    if (MATCHER_NODES.has(child.name)) {
      matchers.push(convertMatcher(source, child));
    }
  }
  if (matchers.every((matcher) => matcher.matches(""))) {
    throw parseErrorAt(source, node.from, "vector selector must contain at least one non-empty matcher");
  }
  return { kind: "selector", matchers, offsetMs: 0 };
}
