import type { Threshold } from "@/lib/core/runbook/facts";
import { sectionsByAnchor } from "@/lib/core/runbook/heading-anchors";
import type { Operation, Parameter, Runbook } from "@/lib/core/runbook/runbook";
import { walkOperations, walkSections } from "@/lib/core/runbook/walk";
import type { RiskVerdict } from "@/lib/core/shell/risk-of";

/** What the parts of a document's page look up. */
export type DocumentIndex = {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** In document order. */
  readonly thresholds: readonly Threshold[];
  /** Section id to title. */
  readonly titles: ReadonlyMap<string, string>;
  /** Section id to the name that links within the text call it by, where that is another one. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly risks: Readonly<Record<string, RiskVerdict>>;
};

export function indexDocument(runbook: Runbook, risks: DocumentIndex["risks"]): DocumentIndex {
  const titles = new Map([...walkSections(runbook.sections)].map(({ id, title }) => [String(id), title]));
  const aliases = [...sectionsByAnchor(runbook.sections)]
    .filter(([anchor]) => anchor !== "" && !titles.has(anchor))
    .map(([anchor, id]) => [String(id), anchor] as const);
  return {
    operations: new Map([...walkOperations(runbook)].map(({ operation }) => [operation.id, operation])),
    parameters: new Map(runbook.parameters.map((parameter) => [parameter.name, parameter])),
    thresholds: runbook.facts.thresholds.toSorted((a, b) => a.lines.start - b.lines.start),
    titles,
    aliases: new Map(aliases),
    risks,
  };
}
