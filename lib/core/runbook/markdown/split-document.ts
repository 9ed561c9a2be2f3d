/** A stretch of a document that is parsed by itself. `firstLine` is 1-based. */
export type DocumentPiece = { readonly text: string; readonly firstLine: number; readonly isProse: boolean };

const MAX_PIECE_LENGTH = 200_000;
const MAX_LINE_LENGTH = 20_000;
/** Emphasis marks in one paragraph beyond which the Markdown parser's time grows out of hand. */
const MAX_MARKS = 2_000;
const MAX_DEPTH = 60;

/** Sections are parsed together up to this length: each call of the parser has a price of its own. */
const MAX_TOGETHER = 8_000;

/**
 * Cuts a document before headings outside fences, since the Markdown parser's time is not linear in length. A section
 * it could choke on is marked as prose and shown as it is written.
 */
export function splitDocument(text: string): readonly DocumentPiece[] {
  const lines = text.split("\n");
  const pieces: DocumentPiece[] = [];
  let start = 0;
  let fence: string | null = null;
  for (const [index, line] of lines.entries()) {
    fence = fenceAfter(line, fence);
    if (index > start && fence === null && /^#{1,6}\s/.test(line)) {
      pieces.push(pieceOf(lines.slice(start, index), start + 1));
      start = index;
    }
  }
  return together([...pieces, pieceOf(lines.slice(start), start + 1)]);
}

function together(pieces: readonly DocumentPiece[]): readonly DocumentPiece[] {
  const joined: DocumentPiece[] = [];
  for (const piece of pieces) {
    const before = joined.at(-1);
    if (before && !before.isProse && !piece.isProse && before.text.length + piece.text.length < MAX_TOGETHER) {
      joined[joined.length - 1] = { ...before, text: `${before.text}\n${piece.text}` };
    } else {
      joined.push(piece);
    }
  }
  return joined;
}

/** The line on which a fence was opened and never closed; null when all are closed. */
export function unclosedFence(text: string): number | null {
  let fence: string | null = null;
  let opened = 0;
  for (const [index, line] of text.split("\n").entries()) {
    const after = fenceAfter(line, fence);
    opened = fence === null && after !== null ? index + 1 : opened;
    fence = after;
  }
  return fence === null ? null : opened;
}

/** The fence that is open behind a line, by its marks; null when none is. */
export function fenceAfter(line: string, fence: string | null): string | null {
  const [, marks, info = ""] = /^\s{0,12}(?:[-*+]\s+|\d+[.)]\s+)?(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
  if (marks === undefined) {
    return fence;
  }
  if (fence === null) {
    return marks.startsWith("`") && info.includes("`") ? null : marks;
  }
  return marks[0] === fence[0] && marks.length >= fence.length && info.trim() === "" ? null : fence;
}

function pieceOf(lines: readonly string[], firstLine: number): DocumentPiece {
  const text = lines.join("\n");
  return { text, firstLine, isProse: isTooMuch(text, lines) };
}

/** A line that may nest deeper than is read: a first look, code included. */
const deepLine = new RegExp(`^[\\s>*+\\-\\d.)]{${MAX_DEPTH},}`, "m");

function isTooMuch(text: string, lines: readonly string[]): boolean {
  if (text.length > MAX_PIECE_LENGTH || lines.some((line) => line.length > MAX_LINE_LENGTH)) {
    return true;
  }
  const marks = text.match(/[*_`[\]<]/g)?.length ?? 0;
  if (marks <= MAX_MARKS && !deepLine.test(text)) {
    return false;
  }
  const outsideCode = text.replace(/^(\s*)(`{3,}|~{3,})[\s\S]*?^\s*\2/gm, "");
  return paragraphs(outsideCode).some(
    (paragraph) => (paragraph.match(/[*_`[\]<]/g)?.length ?? 0) > MAX_MARKS || depthOf(paragraph) > MAX_DEPTH,
  );
}

function paragraphs(text: string): readonly string[] {
  return text.split(/\n\s*\n/);
}

function depthOf(paragraph: string): number {
  const markers = [...paragraph.matchAll(/^[\s>]*(?:(?:[-*+>]|\d+[.)])\s*)*/gm)].map(
    ([marker]) => marker.replace(/\s{4}/g, ">").replace(/[^>*+-]/g, "").length,
  );
  return Math.max(0, ...markers);
}
