export const ROW_PX = 18;
/** Browsers cannot lay out taller elements; beyond it one pixel of the scroll bar is more than one of the text. */
const MAX_PX = 15_000_000;
const OVERSCAN = 12;

export type Scroll = { readonly top: number; readonly height: number };

/** The height that so many rows get in the document. */
export function heightOf(count: number): number {
  return Math.min(count * ROW_PX, MAX_PX);
}

/** Which rows are in sight, with some more around them, and where the first of them stands. */
export function rowsInSight(
  count: number,
  { top, height }: Scroll,
): { readonly first: number; readonly last: number; readonly px: number } {
  const shift = top - textTop(count, { top, height });
  const first = Math.max(0, Math.floor((top - shift) / ROW_PX) - OVERSCAN);
  const last = Math.min(count, Math.ceil((top - shift + height) / ROW_PX) + OVERSCAN);
  return { first, last, px: first * ROW_PX + shift };
}

/** How far to scroll so that a row stands in the middle. */
export function scrollTopOf(row: number, count: number, height: number): number {
  return topOf(Math.max(0, row - (height / ROW_PX - 1) / 2), count, height);
}

/** How far to scroll so that a row stands at the top. */
export function topOf(row: number, count: number, height: number): number {
  return (row * ROW_PX) / stretch(count, height);
}

/** True when scroll bar and text move at different speeds. */
export function isStretched(count: number): boolean {
  return count * ROW_PX > MAX_PX;
}

function textTop(count: number, { top, height }: Scroll): number {
  return top * stretch(count, height);
}

function stretch(count: number, height: number): number {
  return isStretched(count) ? (count * ROW_PX - height) / (MAX_PX - height) : 1;
}
