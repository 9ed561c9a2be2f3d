import "server-only";

/** `remembers`: a column is never narrower than one that stood in its place before. */
type Widths = { readonly minWidth: number; readonly padding: number; readonly remembers?: boolean };

/** What `kubectl get` and `top` align with. */
export const tableWidths: Widths = { minWidth: 6, padding: 3, remembers: true };
/** What `kubectl describe` aligns with. */
export const describeWidths: Widths = { minWidth: 0, padding: 2 };

/**
 * Aligns tab-separated text as Go's text/tabwriter does: a column is a run of neighbouring lines that have a
 * tab-terminated cell there, and is as wide as its widest cell. The last cell of a line belongs to no column.
 */
export function alignTabs(text: string, { minWidth, padding, remembers = false }: Widths): string {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const out: string[] = [];
  const widths: number[] = [];
  const seen: number[] = [];
  const write = (from: number, to: number) => {
    for (const cells of lines.slice(from, to)) {
      out.push(
        cells
          .map((cell, column) =>
            column < widths.length ? cell.padEnd((widths[column] ?? 0) + cell.length - characters(cell)) : cell,
          )
          .join(""),
      );
    }
  };
  const format = (from: number, to: number): void => {
    const column = widths.length;
    let done = from;
    for (let line = from; line < to; line += 1) {
      if (column >= (lines[line]?.length ?? 0) - 1) {
        continue;
      }
      write(done, line);
      const end = columnEnd(lines, { column, line, to });
      const cells = lines.slice(line, end).map((row) => characters(row[column] ?? "") + padding);
      const width = Math.max(minWidth, (remembers && seen[column]) || 0, ...cells);
      seen[column] = Math.max(seen[column] ?? 0, width);
      widths.push(width);
      format(line, end);
      widths.pop();
      done = end;
      line = end - 1;
    }
    write(done, to);
  };
  format(0, lines.length);
  return out.join("\n");
}

function columnEnd(
  lines: readonly (readonly string[])[],
  { column, line, to }: { column: number; line: number; to: number },
): number {
  let end = line;
  while (end < to && column < (lines[end]?.length ?? 0) - 1) {
    end += 1;
  }
  return end;
}

function characters(text: string): number {
  return [...text].length;
}

/** Writes rows in blocks that share their columns: one is as wide as it ever was. For rows that come one by one. */
export function createTabWriter(least: readonly number[] = []): (rows: readonly (readonly string[])[]) => string {
  const widths: number[] = [...least];
  return (rows) => {
    for (const row of rows) {
      for (const [column, cell] of row.slice(0, -1).entries()) {
        const width = Math.max(tableWidths.minWidth, characters(cell) + tableWidths.padding);
        widths[column] = Math.max(widths[column] ?? 0, width);
      }
    }
    return rows
      .map((row) => {
        const last = row.length - 1;
        return `${row.map((cell, column) => (column === last ? cell : cell.padEnd(widths[column] ?? 0))).join("")}\n`;
      })
      .join("");
  };
}
