import type { Block } from "../block";
import { inlineText } from "../markdown/inline-text";
import type { Section } from "../runbook";
import type { LineRange } from "../source";
import { walkSections } from "../walk";

/** A line of prose with where it stands. */
export type TextLine = {
  readonly text: string;
  readonly lines: LineRange;
  /** Of a row: how many cells it has, and whether it is the head of its table. */
  readonly row?: { readonly cells: number; readonly isHead: boolean };
};

/** All lines of prose: paragraphs, list items, table rows, headings. */
export function textLines(sections: readonly Section[]): readonly TextLine[] {
  return [...walkSections(sections)].flatMap((section) => section.blocks.flatMap(blockLines));
}

function blockLines(block: Block): readonly TextLine[] {
  switch (block.kind) {
    case "heading":
      return [{ text: inlineText(block.children), lines: block.lines }];
    case "paragraph":
      return inlineText(block.children)
        .split("\n")
        .map((text) => ({ text: text.trim(), lines: block.lines }));
    case "list":
      return block.items.flatMap((item) =>
        item.blocks.flatMap(blockLines).map((line) => ({ ...line, lines: item.lines })),
      );
    case "table":
      return block.rows.map((row, index) => ({
        text: row.map(inlineText).join(" | "),
        lines: block.lines,
        row: { cells: row.length, isHead: index === 0 },
      }));
    case "quote":
      return block.blocks.flatMap(blockLines);
    case "code":
    case "raw":
    case "break":
      return [];
  }
}
