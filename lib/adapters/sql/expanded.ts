import "server-only";
import { displayWidth } from "./display-width";
import type { Printing } from "./printing";
import { cellLines, footersOf, type Table, widest } from "./result-table";

type Lines = readonly string[];

/** `\x`: one line a column, one block a row (print_aligned_vertical). */
export function expandedTable(table: Table, printing: Printing): string {
  const { columns, rows } = table;
  if (rows.length === 0) {
    const title = printing.isTuplesOnly || table.title === undefined ? "" : `${table.title}\n`;
    return printing.isTuplesOnly ? "\n" : `${title}${footersOf(table, printing)[0] ?? "(0 rows)"}\n\n`;
  }
  const headers = columns.map(({ name }) => cellLines(name, printing));
  const nameWidth = widest(headers.flat());
  const cells = rows.map((row) => row.map((cell) => cellLines(cell, printing)));
  const valueWidth = widest(cells.flat(2));
  const blocks = cells.map((row, index) => {
    const label = printing.isTuplesOnly ? "" : `-[ RECORD ${index + 1} ]`;
    const record = printing.isTuplesOnly && index === 0 ? "" : recordLine(label, nameWidth, valueWidth);
    return (
      record + row.map((lines, column) => pairLines(headers[column] ?? [], lines, { nameWidth, valueWidth })).join("")
    );
  });
  const title = printing.isTuplesOnly || table.title === undefined ? "" : `${table.title}\n`;
  return `${title}${blocks.join("")}\n`;
}

/** `-[ RECORD 1 ]--+-----`: as wide as names and values. */
function recordLine(label: string, nameWidth: number, valueWidth: number): string {
  const left = nameWidth + 1;
  if (label.length > left) {
    const rest = left + 1 + valueWidth + 1 - label.length;
    return `${label}${"-".repeat(Math.max(0, rest))}\n`;
  }
  return `${label}${"-".repeat(left - label.length)}+${"-".repeat(valueWidth + 1)}\n`;
}

type Widths = { readonly nameWidth: number; readonly valueWidth: number };

function pairLines(names: Lines, values: Lines, widths: Widths): string {
  const height = Math.max(names.length, values.length);
  return Array.from({ length: height }, (_unused, number) => {
    const name = names[number] ?? "";
    const padded = name + " ".repeat(widths.nameWidth - displayWidth(name));
    return `${padded}${number < names.length - 1 ? "+" : " "}|${valueLine(values, number, widths)}\n`;
  }).join("");
}

function valueLine(values: Lines, number: number, { valueWidth }: Widths): string {
  const value = values[number];
  if (value === undefined) {
    return "";
  }
  return number < values.length - 1 ? ` ${value}${" ".repeat(valueWidth - displayWidth(value))}+` : ` ${value}`;
}
