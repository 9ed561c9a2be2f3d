import { cutText } from "@/lib/core/kernel/text-pieces";
import type { Block } from "../block";

/** A longer one would be stored, read and drawn in one go, while others wait for the server. */
const MAX_LENGTH = 100_000;

/** A text that is only shown, as it is written; `firstLine` is its line in the document, from 1. */
export function rawBlocks(text: string, firstLine: number): readonly Block[] {
  const blocks: Block[] = [];
  let start = firstLine;
  for (const piece of text === "" ? [""] : cutText(text, MAX_LENGTH)) {
    const next = start + (piece.match(/\n/g)?.length ?? 0);
    blocks.push({ kind: "raw", text: piece, lines: { start, end: piece.endsWith("\n") ? next - 1 : next } });
    start = next;
  }
  return blocks;
}
