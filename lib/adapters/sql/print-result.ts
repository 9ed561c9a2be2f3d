import "server-only";
import { alignedTable } from "./aligned";
import { expandedTable } from "./expanded";
import type { Printing } from "./printing";
import { footersOf, type Table } from "./result-table";
import type { Cells } from "./session";

/** A result as psql prints it on a pipe, its last line end included. */
export function printResult(table: Table, printing: Printing): string {
  switch (printing.format) {
    case "csv":
      return csvText(table, printing);
    case "unaligned":
      return printing.isExpanded ? expandedUnaligned(table, printing) : unaligned(table, printing);
    case "aligned":
      return printing.isExpanded ? expandedTable(table, printing) : alignedTable(table, printing);
  }
}

function unaligned(table: Table, printing: Printing): string {
  const { fieldSeparator, recordSeparator, nullText, isTuplesOnly } = printing;
  const lines = [
    ...(isTuplesOnly || table.title === undefined ? [] : [table.title]),
    ...(isTuplesOnly ? [] : [table.columns.map(({ name }) => name).join(fieldSeparator)]),
    ...table.rows.map((row) => row.map((cell) => cell ?? nullText).join(fieldSeparator)),
    ...footersOf(table, printing),
  ];
  return ended(lines, recordSeparator);
}

function ended(lines: readonly string[], separator: string): string {
  if (lines.length === 0) {
    return "";
  }
  return `${lines.join(separator)}${separator === "\0" ? "\0" : "\n"}`;
}

function expandedUnaligned(table: Table, printing: Printing): string {
  const { fieldSeparator, recordSeparator, nullText, isTuplesOnly } = printing;
  const records = table.rows.map((row) =>
    table.columns.map(({ name }, index) => `${name}${fieldSeparator}${row[index] ?? nullText}`).join(recordSeparator),
  );
  const title = isTuplesOnly || table.title === undefined ? [] : [table.title];
  return ended(
    [...title, ...records.flatMap((record, index) => (index === 0 ? [record] : ["", record]))],
    recordSeparator,
  );
}

function csvText({ columns, rows }: Table, { isTuplesOnly, isExpanded, nullText }: Printing): string {
  const line = (cells: Cells) => `${cells.map((cell) => csvCell(cell ?? nullText)).join(",")}\n`;
  if (isExpanded) {
    return rows.map((row) => columns.map(({ name }, index) => line([name, row[index] ?? null])).join("")).join("");
  }
  const header = isTuplesOnly ? "" : line(columns.map(({ name }) => name));
  return header + rows.map(line).join("");
}

function csvCell(cell: string): string {
  return /[",\r\n]/.test(cell) || cell === "\\." ? `"${cell.replaceAll('"', '""')}"` : cell;
}
