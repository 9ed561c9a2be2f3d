import type { SyntaxNode } from "@lezer/common";
import type { Matching } from "./ast.ts";
import { parseString } from "./literals.ts";
import { type Source, textOf } from "./source.ts";

function labelNames(source: Source, list: SyntaxNode | undefined): readonly string[] {
  const quoted = list?.getChildren("QuotedLabelName").map((node) => parseString(textOf(source, node))) ?? [];
  const plain = list?.getChildren("LabelName").map((node) => textOf(source, node)) ?? [];
  return [...plain, ...quoted];
}

function cardinalityOf(clause: SyntaxNode): Matching["cardinality"] {
  if (clause.getChild("GroupLeft") !== null) {
    return "many-to-one";
  }
  return clause.getChild("GroupRight") === null ? "one-to-one" : "one-to-many";
}

/** `on(…)`/`ignoring(…)` with `group_left`/`group_right`; null means all labels, one to one. */
export function convertMatching(source: Source, clause: SyntaxNode | null): Matching {
  if (clause === null) {
    return { labels: new Set(), on: false, cardinality: "one-to-one", include: [] };
  }
  const [labels, include] = clause.getChildren("GroupingLabels");
  return {
    labels: new Set(labelNames(source, labels)),
    on: clause.getChild("On") !== null,
    cardinality: cardinalityOf(clause),
    include: labelNames(source, include),
  };
}
