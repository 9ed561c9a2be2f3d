import type { Runbook, Section } from "@/lib/core/runbook/runbook";
import { walkSections } from "@/lib/core/runbook/walk";
import type { RiskVerdict } from "@/lib/core/shell/risk-of";
import { Contents, type ContentsEntry, FoldedContents } from "./contents";
import { indexDocument } from "./document-index";
import { FactsTable } from "./facts-table";
import { FindingsList } from "./findings-list";
import { ParametersTable } from "./parameters-table";
import { SectionList } from "./section-view";

/** A runbook as it was understood: the whole text, and beside it every conclusion with its reason. */
export function RunbookDocument({
  runbook,
  risks,
  turn,
}: {
  readonly runbook: Runbook;
  readonly risks: Readonly<Record<string, RiskVerdict>>;
  /** Lets other work of the server go first. */
  readonly turn: () => Promise<void>;
}) {
  const index = indexDocument(runbook, risks);
  const contents = contentsOf(runbook);
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-[13rem_minmax(0,1fr)]">
      {contents.length > 0 ? (
        <>
          <Contents entries={contents} />
          <FoldedContents entries={contents} />
        </>
      ) : null}
      <article className="grid min-w-0 max-w-[68rem] gap-6 xl:col-start-2">
        <FindingsList diagnostics={runbook.diagnostics} repairs={runbook.repairs} />
        <FactsTable facts={runbook.facts} />
        <ParametersTable parameters={runbook.parameters} />
        <div className="leading-relaxed">
          <SectionList sections={[...walkSections(runbook.sections)]} index={index} turn={turn} />
        </div>
      </article>
    </div>
  );
}

const SHOWN_DEPTH = 3;

function contentsOf(runbook: Runbook): readonly ContentsEntry[] {
  return topSections(runbook).map(entryOf);
}

function entryOf({ id, title, depth, sections }: Section): ContentsEntry {
  return { id, title, entries: depth < SHOWN_DEPTH ? sections.map(entryOf) : [] };
}

/** A single title on top of everything is the page's own title. */
function topSections({ sections }: Runbook): readonly Section[] {
  const titled = sections.filter((section) => section.depth > 0);
  const [only] = titled;
  return titled.length === 1 && only ? only.sections : titled;
}
