import type { SyntaxNode } from "@lezer/common";
import { parser } from "@prometheus-io/lezer-promql";

/** The syntax tree of a PromQL expression by the grammar of Prometheus itself; null when it is none. */
export function parsePromql(text: string): SyntaxNode | null {
  const { topNode } = parser.parse(text);
  return text.trim() === "" || hasError(topNode) ? null : topNode;
}

function hasError(node: SyntaxNode): boolean {
  let found = node.type.isError;
  node.cursor().iterate((inner) => {
    found ||= inner.type.isError;
  });
  return found;
}
