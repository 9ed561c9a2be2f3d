import { type Layout, type Stretch, turnsOf } from "@/lib/core/runbook/page/document-parts";
import type { Runbook, Section } from "@/lib/core/runbook/runbook";
import type { RiskVerdict } from "@/lib/core/shell/risk/risk-of";
import { Contents, type ContentsEntry, FoldedContents } from "./contents";
import { indexDocument } from "./document-index";
import { FactsTable } from "./facts-table";
import { FindingsList } from "./findings-list";
import { ParametersTable } from "./parameters-table";
import { PartFinder } from "./part-finder";
import { PartPager } from "./part-pager";
import { SectionList } from "./section-view";

type Props = {
  readonly runbook: Runbook;
  readonly layout: Layout;
  /** The part of the layout that is shown, from 1. */
  readonly part: number;
  readonly risks: Readonly<Record<string, RiskVerdict>>;
  /** Lets other work of the server go first. */
  readonly turn: () => Promise<void>;
};

/** A runbook as it was understood: its text, whole or a part of it, and beside it every conclusion with its reason. */
export function RunbookDocument({ runbook, layout, part, risks, turn }: Props) {
  const stretches = layout.parts[part - 1] ?? [];
  const index = indexDocument({ runbook, layout, stretches, risks });
  const isWhole = layout.parts.length === 1;
  const contents = isWhole ? contentsOf(runbook) : partedContents(layout, part);
  const pager = isWhole ? null : <PartPager part={part} count={layout.parts.length} />;
  return (
    <div className="grid gap-x-8 gap-y-4 xl:grid-cols-[13rem_minmax(0,1fr)]">
      {contents.length > 0 ? (
        <>
          <Contents entries={contents} />
          <FoldedContents entries={contents} />
        </>
      ) : null}
      <article className="grid min-w-0 max-w-[68rem] gap-6 xl:col-start-2">
        {part === 1 ? (
          <>
            <FindingsList diagnostics={runbook.diagnostics} repairs={runbook.repairs} />
            <FactsTable facts={runbook.facts} />
            <ParametersTable parameters={runbook.parameters} />
          </>
        ) : null}
        {pager}
        <div className="leading-relaxed">
          <SectionList turns={turnsOf(stretches)} index={index} turn={turn} />
        </div>
        {pager}
      </article>
      {isWhole ? null : <PartFinder slug={runbook.slug} />}
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

/** Every part by the heading that it begins with; of the one that is shown, its headings. */
function partedContents({ parts }: Layout, shown: number): readonly ContentsEntry[] {
  return parts.map((stretches, at) => ({
    id: `part-${at + 1}`,
    part: at + 1,
    title: `${at + 1}. ${stretches.find(({ section }) => section.title !== "")?.section.title ?? "Text"}`,
    entries: at + 1 === shown ? headingsOf(stretches) : [],
  }));
}

function headingsOf(stretches: readonly Stretch[]): readonly ContentsEntry[] {
  return stretches
    .filter(({ section, isContinued }) => !isContinued && section.depth > 0 && section.depth <= SHOWN_DEPTH)
    .map(({ section: { id, title } }) => ({ id, title, entries: [] }));
}
