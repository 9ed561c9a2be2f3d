import "server-only";
import { z } from "zod";
import { goText } from "./go/values";
import { alignTabs, tableWidths } from "./tab-writer";
import { terminalText } from "./terminal-text";

/** What `Accept` asks for: a table made by the server, so columns are the same as kubectl's own. */
export const TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json";

const table = z.object({
  kind: z.literal("Table"),
  metadata: z.looseObject({ resourceVersion: z.string().optional() }).optional(),
  columnDefinitions: z.array(
    z.object({ name: z.string(), type: z.string().optional(), priority: z.number().default(0) }),
  ),
  rows: z
    .array(
      z.object({
        cells: z.array(z.unknown()),
        object: z.looseObject({
          metadata: z.looseObject({
            name: z.string().default(""),
            namespace: z.string().optional(),
            labels: z.record(z.string(), z.string()).nullish(),
          }),
        }),
      }),
    )
    .nullish()
    .transform((rows) => rows ?? []),
});
export type ServerTable = z.infer<typeof table>;

/** Reads a server's table; null when the server answered with something else. */
export function readTable(body: unknown): ServerTable | null {
  const read = table.safeParse(body);
  return read.success ? read.data : null;
}

export type TableView = {
  readonly isWide: boolean;
  readonly hasHeaders: boolean;
  readonly showNamespace: boolean;
  readonly showLabels: boolean;
  /** Columns for single labels (`-L app`). */
  readonly labelColumns: readonly string[];
  /** "pod/" before each name, when several kinds are printed. */
  readonly namePrefix: string;
};

/** Header and rows of a table as words, ready to be aligned. */
export function tableRows({ columnDefinitions, rows }: ServerTable, view: TableView): readonly (readonly string[])[] {
  const shown = columnDefinitions.flatMap((column, index) =>
    column.priority === 0 || view.isWide ? [{ ...column, index }] : [],
  );
  const header = [
    ...(view.showNamespace ? ["NAMESPACE"] : []),
    ...shown.map((column) => column.name.toUpperCase()),
    ...view.labelColumns.map((label) => label.replace(/^.*\//, "").toUpperCase()),
    ...(view.showLabels ? ["LABELS"] : []),
  ];
  const body = rows.map(({ cells, object }) => {
    const labels = object.metadata.labels ?? {};
    return [
      ...(view.showNamespace ? [object.metadata.namespace ?? ""] : []),
      ...shown.map(({ index }, at) => (at === 0 ? view.namePrefix : "") + cellText(cells[index])),
      ...view.labelColumns.map((label) => labels[label] ?? ""),
      ...(view.showLabels ? [labelText(labels)] : []),
    ];
  });
  return view.hasHeaders ? [header, ...body] : body;
}

/** A text of several lines is cut behind its first. */
function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) {
    return "";
  }
  const [first = "", ...more] = typeof cell === "string" ? cell.split(/[\f\n\r]/) : [goText(cell)];
  return `${terminalText(first)}${more.length === 0 ? "" : "..."}`;
}

/** `a=1,b=2` sorted as text, `<none>` for none. */
function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? "<none>" : pairs.sort().join(",");
}

/** Rows of cells as kubectl's tables are printed. */
export function alignColumns(rows: readonly (readonly string[])[]): string {
  return alignTabs(rows.map((row) => `${row.join("\t")}\n`).join(""), tableWidths);
}
