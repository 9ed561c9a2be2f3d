import { forEachChild, type SyntaxNode } from "unbash";
import { parseShell } from "../script/parse-shell";
import { staticValue } from "../script/static-value";

/** Nodes that only say how a word is quoted. */
const quoting = new Set(["Literal", "SingleQuoted", "DoubleQuoted", "AnsiCQuoted", "LocaleString"]);

type ShapeNode = { readonly type: string; readonly text: string | null };

/**
 * Are two scripts the same but for their words' text? `expected` turns a text of the first into the one that the second
 * must have at the same place. How a word is quoted does not count; what it means does.
 */
export function hasSameShape(first: string, second: string, expected: (text: string) => string): boolean {
  const before = shapeOf(first);
  const after = shapeOf(second);
  return (
    before.length === after.length &&
    before.every(({ type, text }, index) => {
      const other = after[index];
      return other?.type === type && (text === null ? other.text === null : other.text === expected(text));
    })
  );
}

function shapeOf(script: string): readonly ShapeNode[] {
  const tree = parseShell(script);
  const nodes: ShapeNode[] = (tree.errors ?? []).map(({ message }) => ({ type: "Error", text: message }));
  const visit = (node: SyntaxNode) => {
    if (!quoting.has(node.type)) {
      nodes.push({ type: node.type, text: textOf(node) });
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return nodes;
}

function textOf(node: SyntaxNode): string | null {
  switch (node.type) {
    case "Word":
      return staticValue(node);
    case "HereDocBody":
      return node.text;
    case "Assignment":
      return node.name;
    default:
      return null;
  }
}
