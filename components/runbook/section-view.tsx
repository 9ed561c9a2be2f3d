import { createElement } from "react";
import type { Block } from "@/lib/core/runbook/block";
import type { Stretch } from "@/lib/core/runbook/page/document-parts";
import type { Section } from "@/lib/core/runbook/runbook";
import { Blocks } from "./blocks";
import { CodeWithOperations } from "./code-with-operations";
import type { DocumentIndex } from "./document-index";
import { positionKey } from "./inline-text";
import { PlaceNote } from "./margin-note";
import { NotedList } from "./noted-list";
import { SectionNote } from "./section-note";
import { rowsOf, type SectionRow } from "./section-rows";

type CodeBlock = Extract<Block, { kind: "code" }>;

/**
 * Stretches of the document in order, `turns` of them. Of many, others have their turn in between: each part is begun when the
 * one before it is drawn.
 */
export async function SectionList({
  turns,
  index,
  turn,
}: {
  readonly turns: readonly (readonly Stretch[])[];
  readonly index: DocumentIndex;
  readonly turn: () => Promise<void>;
}) {
  const [now = [], ...later] = turns;
  await turn();
  return (
    <>
      {now.map((stretch) => (
        <SectionView key={`${stretch.section.id} ${stretch.blocks[0]?.lines.start}`} stretch={stretch} index={index} />
      ))}
      {later.length > 0 ? <SectionList turns={later} index={index} turn={turn} /> : null}
    </>
  );
}

/** One section without those under it; beside each place of it, what was understood there and why. */
function SectionView({ stretch, index }: { readonly stretch: Stretch; readonly index: DocumentIndex }) {
  const { section, isContinued } = stretch;
  const rows = rowsOf(stretch, index);
  const title = section.title || "Before the first heading";
  return rows.length === 0 ? null : (
    <section
      id={isContinued ? undefined : section.id}
      aria-label={isContinued ? `${title}, continued` : title}
      className={`grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-3 lg:grid-cols-[minmax(0,1fr)_18rem] ${isContinued ? "pb-5" : "border-t border-line py-5 first:border-t-0 first:pt-0"}`}
    >
      {rows.map((row, at) => (
        <RowView
          key={positionKey(at)}
          row={row}
          section={section}
          isHeaded={at === 0 && isHeaded(stretch)}
          index={index}
        />
      ))}
    </section>
  );
}

function isHeaded({ section, isContinued }: Stretch): boolean {
  return section.depth > 0 && !isContinued;
}

type RowProps = {
  readonly row: SectionRow;
  readonly section: Section;
  readonly isHeaded: boolean;
  readonly index: DocumentIndex;
};

function RowView({ row, section, isHeaded: hasHeading, index }: RowProps) {
  const renderCode = (block: CodeBlock) => <CodeWithOperations block={block} index={index} />;
  if (row.kind === "list") {
    return <NotedList block={row.block} notes={row.notes} index={index} renderCode={renderCode} />;
  }
  const { blocks, notes } = row;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-y-1.5 lg:col-span-2 lg:grid-cols-subgrid">
      <div className="grid min-w-0 content-start gap-3">
        {hasHeading ? <SectionHeading section={section} alias={index.aliases.get(section.id)} /> : null}
        <Blocks blocks={hasHeading ? withoutHeading(blocks, section) : blocks} renderCode={renderCode} />
      </div>
      {hasHeading ? <SectionNote section={section} notes={notes} index={index} /> : null}
      {!hasHeading && notes ? <PlaceNote notes={notes} index={index} /> : null}
    </div>
  );
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
      // Else the anchor's own name would be a part of it.
      "aria-label": section.title,
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
