import type { Block } from "../block";
import { inlineText, leadText } from "../markdown/inline-text";
import type { Section } from "../runbook";
import type { LineRange } from "../source";

/** A line of a ladder, without the marks of lists, tables and drawn trees. */
export type LadderLine = { readonly text: string; readonly lines: LineRange };

/** `until`: the last line of the section it stands in; `block` and `heading`: what it stands in and below. */
export type PlacedLine = LadderLine & { readonly until: number; readonly block: Block; readonly heading: string };

export const levelWords = /\b(?:L|level|tier)\s*(\d)\b/i;

/** "Level 2 …", or a heading with the clock of a level: "Short-term actions (5-15 minutes)". */
export function isLead(text: string): boolean {
  return levelWords.test(text) || /\(\s*\d+\s*(?:[-–+]|to)\s*\d*\s*(?:min|hour)/i.test(text);
}

/** Somebody to call, and no blank of a template: "Redis admin: [Contact]". */
export function isContact(text: string): boolean {
  return (
    /@|#\w|\bpage\b|on-call|engineer|team|lead|manager|cto|contact/i.test(text) &&
    !/:\s*(?:\[[^\]#@\d]*\]|<[^>]*>|_+|TBD|TODO)$/i.test(text)
  );
}

/** The lines of the given blocks of a section. */
export function placedLines(section: Section, blocks: readonly Block[]): readonly PlacedLine[] {
  return blocks.flatMap((block) =>
    linesOf(block).map((line) => ({ ...line, until: section.lines.end, block, heading: section.title })),
  );
}

function linesOf(block: Block): readonly LadderLine[] {
  switch (block.kind) {
    case "paragraph":
      return inlineText(block.children)
        .split("\n")
        .map((text) => ({ text: text.trim(), lines: block.lines }));
    case "list":
      return block.items.flatMap((item) => [
        { text: leadText(item.blocks).trim(), lines: item.lines },
        ...item.blocks.slice(1).flatMap(linesOf),
      ]);
    case "table":
      return block.rows.slice(1).map((row) => ({ text: row.map(inlineText).join(" | "), lines: block.lines }));
    case "code":
      // Trees drawn with lines: the words without the drawing.
      return block.text.split("\n").map((text, index) => ({
        text: text.replace(/^[\s│├└─┬┼|+→>`-]+/, "").trim(),
        lines: { start: block.lines.start + 1 + index, end: block.lines.start + 1 + index },
      }));
    case "heading":
      return isLead(inlineText(block.children)) ? [{ text: inlineText(block.children), lines: block.lines }] : [];
    case "quote":
    case "raw":
    case "break":
      return [];
  }
}
