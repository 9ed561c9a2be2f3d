import type { Block } from "@/lib/core/runbook/block";
import type { Stretch } from "@/lib/core/runbook/page/document-parts";
import { type MarginNotes, marginNotes } from "@/lib/core/runbook/page/margin-notes";
import type { LineRange } from "@/lib/core/runbook/source";
import type { DocumentIndex } from "./document-index";

type ListBlock = Extract<Block, { kind: "list" }>;
export type NotesByLine = ReadonlyMap<number, MarginNotes>;

/** A stretch of a section that has one place for notes beside it; a list with steps has one beside each item. */
export type SectionRow =
  | { readonly kind: "blocks"; readonly blocks: readonly Block[]; readonly notes: MarginNotes | undefined }
  | { readonly kind: "list"; readonly block: ListBlock; readonly notes: NotesByLine };

/** A stretch in rows. The first begins with its heading; prose that nothing was concluded from stays with what is above. */
export function rowsOf({ section, blocks, isTorn }: Stretch, index: DocumentIndex): readonly SectionRow[] {
  const notes = marginNotes(section, section.blocks.flatMap(placesOf), index.thresholds);
  const rows: SectionRow[] = [];
  for (const [at, block] of blocks.entries()) {
    const last = rows.at(-1);
    const own = isLaterPiece(blocks, at, isTorn) ? undefined : ownNotes(block, notes);
    if (isNotedList(block, notes)) {
      rows.push({ kind: "list", block, notes });
    } else if (last?.kind === "blocks" && (own === undefined || isBareHeading(last))) {
      rows[rows.length - 1] = { ...last, blocks: [...last.blocks, block], notes: own ?? last.notes };
    } else {
      rows.push({ kind: "blocks", blocks: [block], notes: own });
    }
  }
  return rows;
}

function isNotedList(block: Block, notes: NotesByLine): block is ListBlock {
  return block.kind === "list" && placesOf(block).some(({ start }) => notes.has(start));
}

/** A block in several pieces has its notes beside the first. */
function isLaterPiece(blocks: readonly Block[], at: number, isTorn: boolean): boolean {
  return at === 0 ? isTorn : blocks[at - 1]?.lines.start === blocks[at]?.lines.start;
}

/** Those of a list stand beside its items. */
function ownNotes(block: Block, notes: NotesByLine): MarginNotes | undefined {
  return block.kind === "list" ? undefined : notes.get(block.lines.start);
}

/** A heading alone would tear a gap between itself and its first block. */
function isBareHeading({ blocks, notes }: Extract<SectionRow, { kind: "blocks" }>): boolean {
  return notes === undefined && blocks.length === 1 && blocks[0]?.kind === "heading";
}

function placesOf(block: Block): readonly LineRange[] {
  return block.kind === "list" ? block.items.map(({ lines }) => lines) : [block.lines];
}
