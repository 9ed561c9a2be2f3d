import type { Threshold } from "@/lib/core/runbook/facts/facts";
import type { Layout, Stretch } from "@/lib/core/runbook/page/document-parts";
import type { Operation, Parameter, Runbook } from "@/lib/core/runbook/runbook";
import { walkStepOperations } from "@/lib/core/runbook/walk";
import type { RiskVerdict } from "@/lib/core/shell/risk/risk-of";

/** What the drawn parts of a document's page look up. */
export type DocumentIndex = Pick<Layout, "titles" | "aliases"> & {
  readonly operations: ReadonlyMap<string, Operation>;
  readonly parameters: ReadonlyMap<string, Parameter>;
  /** In document order. */
  readonly thresholds: readonly Threshold[];
  readonly risks: Readonly<Record<string, RiskVerdict>>;
};

type Drawn = {
  readonly runbook: Runbook;
  readonly layout: Layout;
  readonly stretches: readonly Stretch[];
  readonly risks: DocumentIndex["risks"];
};

export function indexDocument({ runbook, layout, stretches, risks }: Drawn): DocumentIndex {
  const sections = new Set(stretches.map(({ section }) => section));
  const operations = [...sections].flatMap(({ steps }) => [...walkStepOperations(steps)]);
  return {
    titles: layout.titles,
    aliases: layout.aliases,
    operations: new Map(operations.map((operation) => [operation.id, operation])),
    parameters: new Map(runbook.parameters.map((parameter) => [parameter.name, parameter])),
    thresholds: runbook.facts.thresholds.toSorted((a, b) => a.lines.start - b.lines.start),
    risks,
  };
}
