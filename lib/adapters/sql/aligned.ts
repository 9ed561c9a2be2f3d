import "server-only";
import { displayWidth } from "./display-width";
import type { Printing } from "./printing";
import { cellLines, footersOf, type Table, widest } from "./result-table";
import type { Column } from "./session";

type Lines = readonly string[];

/** psql's default table, border 1 (print_aligned_text of print.c). */
export function alignedTable(table: Table, printing: Printing): string {
  const { columns, rows } = table;
  const headers = columns.map(({ name }) => cellLines(name, printing));
  const cells = rows.map((row) => row.map((cell) => cellLines(cell, printing)));
  const widths = columns.map((_column, index) =>
    widest([headers[index] ?? [], ...cells.map((row) => row[index] ?? [])].flat()),
  );
  const total = widths.reduce((sum, width) => sum + width + 2, 0) + Math.max(0, columns.length - 1);
  const { isTuplesOnly } = printing;
  const text = [
    isTuplesOnly || table.title === undefined ? "" : `${centred(table.title, total)}\n`,
    isTuplesOnly || columns.length === 0 ? "" : headerLines(headers, widths),
    isTuplesOnly ? "" : `${columns.length === 0 ? "--" : widths.map((width) => "-".repeat(width + 2)).join("+")}\n`,
    ...cells.map((row) => rowLines(row, widths, columns)),
    ...footersOf(table, printing).map((footer) => `${footer}\n`),
  ];
  return `${text.join("")}\n`;
}

function centred(title: string, total: number): string {
  const width = displayWidth(title);
  return width >= total ? title : " ".repeat(Math.floor((total - width) / 2)) + title;
}

function headerLines(headers: readonly Lines[], widths: readonly number[]): string {
  const height = Math.max(1, ...headers.map((lines) => lines.length));
  const line = (number: number) =>
    headers
      .map((lines, index) => {
        const space = (widths[index] ?? 0) - displayWidth(lines[number] ?? "");
        const left = Math.floor(space / 2);
        const mark = number < lines.length - 1 ? "+" : " ";
        return ` ${" ".repeat(left)}${lines[number] ?? ""}${" ".repeat(space - left)}${mark}`;
      })
      .join("|");
  return Array.from({ length: height }, (_unused, number) => `${line(number)}\n`).join("");
}

type Cell = { readonly lines: Lines; readonly width: number; readonly isNumeric: boolean; readonly isLast: boolean };

function rowLines(row: readonly Lines[], widths: readonly number[], columns: readonly Column[]): string {
  const cells = row.map((lines, index) => ({
    lines,
    width: widths[index] ?? 0,
    isNumeric: columns[index]?.isNumeric ?? false,
    isLast: index === row.length - 1,
  }));
  const height = Math.max(0, ...row.map((lines) => lines.length));
  return Array.from(
    { length: height },
    (_unused, number) => `${cells.map((cell) => cellLine(cell, number)).join("|")}\n`,
  ).join("");
}

/** One line of one cell: a `+` where the cell goes on, and no space after the last column. */
function cellLine({ lines, width, isNumeric, isLast }: Cell, number: number): string {
  const shown = lines[number];
  const hasMore = number < lines.length - 1;
  if (isLast && !hasMore && (shown === undefined || !isNumeric)) {
    return ` ${shown ?? ""}`;
  }
  const space = " ".repeat(width - displayWidth(shown ?? ""));
  const end = hasMore ? "+" : isLast ? "" : " ";
  return ` ${isNumeric ? space + (shown ?? "") : (shown ?? "") + space}${end}`;
}
