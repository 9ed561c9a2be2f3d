import "server-only";
import { alignTabs } from "../kubernetes/kubectl/tab-writer";
import { escaped } from "./exact-json";
import { CommandFailure } from "./failure";
import type { FlagTable } from "./flags";
import { TemplateFailure } from "./go-template/node";
import type { Value } from "./go-template/print";
import { compileTemplate } from "./go-template/render";

/** What every list takes. */
export const listFlags = {
  filter: { kind: "list", short: "f" },
  format: { kind: "value" },
  quiet: { kind: "switch", short: "q" },
} satisfies FlagTable;

const tableWidths = { minWidth: 10, padding: 3 };

/** One line of a list: what a template may ask for, methods as functions. */
export type Row = Readonly<Record<string, Value>>;

export type List = {
  /** Of `--format`; undefined and "table" are the default table. */
  readonly format: string | undefined;
  readonly isQuiet?: boolean;
  /** The template of the default table, without `table `. */
  readonly table: string;
  /** What the default table shows of each with `--quiet`. */
  readonly quiet?: string;
  /** A column that is put behind every table. */
  readonly lastColumn?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rows: readonly Row[];
  /** Go's name for the rows, which the error for an unknown field says. */
  readonly goType: string;
};

/** A list as docker prints it: aligned columns with a header, or one line of the template each. */
export function listText(list: List): string {
  const { template, isTable } = formatOf(list);
  const line = compiled(template, { missing: (name) => `can't evaluate field ${name} in type ${list.goType}` });
  const rows = list.rows.map((row) => `${line(sorted(row))}\n`);
  if (!isTable) {
    return rows.join("");
  }
  const header = compiled(template, { missing: () => null, isHeader: true });
  return alignTabs(`${header(headerRow(list.headers))}\n${rows.join("")}`, tableWidths);
}

/** One line of a template for each value, as `docker events --format` prints. */
export function lineTemplate(format: string, goType: string): (value: Value) => string {
  const template = format === "json" ? "{{json .}}" : unescaped(format);
  return compiled(template, {
    missing: (name, parent, root) => (parent === root ? `can't evaluate field ${name} in type ${goType}` : undefined),
  });
}

function formatOf({ format = "table", isQuiet, table, quiet, lastColumn = "" }: List) {
  if (isQuiet && quiet !== undefined) {
    return { template: quiet, isTable: false };
  }
  if (format === "table") {
    return { template: unescaped(table + lastColumn), isTable: true };
  }
  if (format === "json") {
    return { template: "{{json .}}", isTable: false };
  }
  const isTable = format.startsWith("table");
  return isTable
    ? { template: unescaped(format.slice("table".length).trim() + lastColumn), isTable }
    : { template: unescaped(format), isTable };
}

/** Whether a format asks for a field, by its name or with the whole row: some cost the daemon more. */
export function asksFor(format: string | undefined, field: string): boolean {
  return format === "json" || new RegExp(`\\.${field}\\b|json\\s+\\.\\s*[}|]`).test(format ?? "");
}

function unescaped(format: string): string {
  return format.replaceAll("\\t", "\t").replaceAll("\\n", "\n");
}

/** Go prints the fields of a row as JSON in the order of their names. */
function sorted(row: Row): Row {
  const fields = Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...Object.fromEntries(fields), [escaped]: true };
}

function headerRow(headers: Readonly<Record<string, string>>): Row {
  return { ...headers, Label: labelHeader };
}

function labelHeader(name: string): string {
  return (name.split(".").at(-1) ?? "").replace(/[-_]/g, " ");
}

function compiled(template: string, options: Parameters<typeof compileTemplate>[1]): (row: Value) => string {
  const inDockersWords = (error: unknown) =>
    error instanceof TemplateFailure
      ? new CommandFailure(
          error.stage === "parse"
            ? `failed to parse template: ${error.message}`
            : `failed to execute template: ${error.message}`,
        )
      : error;
  try {
    const render = compileTemplate(template, options);
    return (row) => {
      try {
        return render(row);
      } catch (error) {
        throw inDockersWords(error);
      }
    };
  } catch (error) {
    throw inDockersWords(error);
  }
}
