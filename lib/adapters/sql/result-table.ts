import "server-only";
import { displayWidth } from "./display-width";
import type { Printing } from "./printing";
import type { Cells, Column } from "./session";

export type Table = {
  readonly title?: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Cells[];
  readonly footers?: readonly string[];
};

/** "(1 row)", or what the table says instead; nothing when footers are off. */
export function footersOf({ rows, footers }: Table, { hasFooter, isTuplesOnly }: Printing): readonly string[] {
  if (isTuplesOnly || !hasFooter) {
    return [];
  }
  return footers ?? [`(${rows.length} row${rows.length === 1 ? "" : "s"})`];
}

/** A cell's lines, with tabs and control characters as psql shows them. */
export function cellLines(cell: string | null, { nullText }: Printing): readonly string[] {
  return (cell ?? nullText).split(/\r\n|\n/).map(visible);
}

function visible(line: string): string {
  let shown = "";
  for (const letter of line) {
    const code = letter.codePointAt(0) ?? 0;
    if (letter === "\t") {
      shown += " ".repeat(8 - (displayWidth(shown) % 8));
    } else if (letter === "\r") {
      shown += "\\r";
    } else {
      shown += code < 0x20 || code === 0x7f ? `\\x${code.toString(16).toUpperCase().padStart(2, "0")}` : letter;
    }
  }
  return shown;
}

/** The widest of some lines, in columns. */
export function widest(lines: readonly string[]): number {
  return lines.reduce((most, line) => Math.max(most, displayWidth(line)), 0);
}
