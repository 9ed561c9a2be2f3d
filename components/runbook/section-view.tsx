import { createElement } from "react";
import type { Block } from "@/lib/core/runbook/block";
import type { Section } from "@/lib/core/runbook/runbook";
import { Blocks } from "./blocks";
import { CodeWithOperations } from "./code-with-operations";
import type { DocumentIndex } from "./document-index";
import { PlaceNote } from "./margin-note";
import { NotedList } from "./noted-list";
import { SectionNote } from "./section-note";
import { rowsOf, type SectionRow } from "./section-rows";

type CodeBlock = Extract<Block, { kind: "code" }>;

/** Drawn between two turns of the server. */
const SECTIONS_IN_A_TURN = 10;

/**
 * Sections in document order, parents before their children. Of hundreds, others have their turn in between: each part is
 * begun when the one before it is drawn.
 */
export async function SectionList({
  sections,
  index,
  turn,
}: {
  readonly sections: readonly Section[];
  readonly index: DocumentIndex;
  readonly turn: () => Promise<void>;
}) {
  const rest = sections.slice(SECTIONS_IN_A_TURN);
  await turn();
  return (
    <>
      {sections.slice(0, SECTIONS_IN_A_TURN).map((section) => (
        <SectionView key={section.id} section={section} index={index} />
      ))}
      {rest.length > 0 ? <SectionList sections={rest} index={index} turn={turn} /> : null}
    </>
  );
}

/** One section without those under it; beside each place of it, what was understood there and why. */
function SectionView({ section, index }: { readonly section: Section; readonly index: DocumentIndex }) {
  const rows = rowsOf(section, index);
  return rows.length === 0 ? null : (
    <section
      id={section.id}
      aria-label={section.title || "Before the first heading"}
      className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 border-t border-line py-5 first:border-t-0 first:pt-0 lg:grid-cols-[minmax(0,1fr)_18rem]"
    >
      {rows.map((row, at) => (
        <RowView key={lineOf(row)} row={row} section={section} isFirst={at === 0} index={index} />
      ))}
    </section>
  );
}

type RowProps = {
  readonly row: SectionRow;
  readonly section: Section;
  readonly isFirst: boolean;
  readonly index: DocumentIndex;
};

function RowView({ row, section, isFirst, index }: RowProps) {
  const renderCode = (block: CodeBlock) => <CodeWithOperations block={block} index={index} />;
  if (row.kind === "list") {
    return <NotedList block={row.block} notes={row.notes} index={index} renderCode={renderCode} />;
  }
  const { blocks, notes } = row;
  const isHeaded = isFirst && section.depth > 0;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-y-1.5 lg:col-span-2 lg:grid-cols-subgrid">
      <div className="grid min-w-0 content-start gap-3">
        {isHeaded ? <SectionHeading section={section} alias={index.aliases.get(section.id)} /> : null}
        <Blocks blocks={isHeaded ? withoutHeading(blocks, section) : blocks} renderCode={renderCode} />
      </div>
      {isHeaded ? <SectionNote section={section} notes={notes} index={index} /> : null}
      {!isHeaded && notes ? <PlaceNote notes={notes} index={index} /> : null}
    </div>
  );
}

function lineOf(row: SectionRow): number {
  return row.kind === "list" ? row.block.lines.start : (row.blocks[0]?.lines.start ?? 0);
}

/** The section's own heading is drawn with its anchor. */
function withoutHeading(blocks: readonly Block[], section: Section): readonly Block[] {
  const [first, ...rest] = blocks;
  return first?.kind === "heading" && first.lines.start === section.lines.start ? rest : blocks;
}

const headingSizes: Record<number, string> = { 1: "text-xl", 2: "text-xl", 3: "text-lg" };

function SectionHeading({ section, alias }: { readonly section: Section; readonly alias: string | undefined }) {
  const level = Math.min(Math.max(section.depth, 2), 6);
  return createElement(
    `h${level}`,
    {
      className: `group font-semibold [overflow-wrap:anywhere] ${headingSizes[section.depth] ?? "text-base"}`,
    },
    alias === undefined ? null : <span key="alias" id={alias} className="scroll-mt-20" />,
    section.title,
    <a
      key="anchor"
      href={`#${section.id}`}
      aria-label={`Link to ${section.title}`}
      className="ml-2 text-faint opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
    >
      #
    </a>,
  );
}
