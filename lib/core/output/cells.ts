import type { Span } from "./ansi";

/** Beyond this a line is not looked at character by character: it is data, not prose. */
const MEASURED = 64 * 1024;

/** How many cells of a terminal a text fills: East Asian characters and pictures fill two, marks none. */
export function cellsOf(text: string): number {
  if (text.length > MEASURED || isNarrow(text)) {
    return text.length;
  }
  let cells = 0;
  for (const character of text) {
    cells += widthOf(character);
  }
  return cells;
}

/** The part of a line between two cells. */
export function sliceCells(spans: readonly Span[], from: number, to: number): readonly Span[] {
  const cut: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const cells = cellsOf(span.text);
    if (at < to && at + cells > from) {
      const part = sliceText(span.text, from - at, to - at);
      if (part !== "") {
        cut.push({ ...span, text: part });
      }
    }
    at += cells;
  }
  return cut;
}

function sliceText(text: string, from: number, to: number): string {
  if (text.length > MEASURED || isNarrow(text)) {
    return text.slice(Math.max(0, from), Math.max(0, to));
  }
  let at = 0;
  let part = "";
  for (const character of text) {
    if (at >= from && at < to) {
      part += character;
    }
    at += widthOf(character);
  }
  return part;
}

function isNarrow(text: string): boolean {
  return !/[\u02FF-\uFFFF]/.test(text);
}

const marks = /^[\p{Mark}\p{Cf}]/u;
const wide =
  /^[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|^[\u{1F300}-\u{1FAFF}\u{20000}-\u{3FFFD}]/u;

function widthOf(character: string): number {
  if (marks.test(character)) {
    return 0;
  }
  return wide.test(character) ? 2 : 1;
}
