import "server-only";
import { ageOf } from "../durations";
import type { Flags } from "../flags";
import type { Invocation } from "../invocation";
import { kubeObject } from "../objects";
import { displayName, type ResourceSelection, type ResourceType } from "../resources";
import { alignColumns, readTable, type ServerTable, TABLE, type TableView, tableRows } from "../table";
import { type Fetched, fetchAll, sayFailures } from "./fetch";
import { sortTable } from "./sort";

/** One heading and the rows of neighbouring answers of one type. */
type Block = { readonly type: ResourceType; readonly tables: readonly ServerTable[] };

/** What `kubectl get` prints for people: a table for each type. Gives the exit code. */
export async function printTables(
  selections: readonly ResourceSelection[],
  flags: Flags,
  call: Invocation,
): Promise<number> {
  const sortBy = flags.get("sort-by") ?? "";
  const query = sortBy === "" ? "" : "includeObject=Object";
  const fetched = await fetchAll(selections, { flags, accept: TABLE, query }, call);
  const blocks = blocksOf(fetched, sortBy, call.now());
  const showKind = flags.has("show-kind") || new Set(blocks.map(({ type }) => type)).size > 1;
  // From the first that has a namespace on, kubectl keeps the column for all that follow.
  const firstPlaced = flags.has("all-namespaces") ? blocks.findIndex(isPlaced) : -1;
  const texts = blocks.flatMap(({ type, tables }, index) => {
    const table = merged(tables);
    const view = { ...viewOf(type, flags, showKind), showNamespace: firstPlaced !== -1 && index >= firstPlaced };
    return table.rows.length === 0 ? [] : [alignColumns(tableRows(table, view))];
  });
  call.out(texts.join(flags.has("no-headers") ? "" : "\n"));
  const exitCode = sayFailures(fetched, call);
  if (texts.length === 0 && exitCode === 0 && !flags.has("ignore-not-found")) {
    sayNothingFound(selections, flags, call);
  }
  return exitCode;
}

function isPlaced({ type, tables }: Block): boolean {
  return type.isNamespaced && tables.some(({ rows }) => rows.length > 0);
}

/** Answers whose rows belong under one heading are put together. */
function blocksOf(fetched: readonly Fetched[], sortBy: string, now: Date): readonly Block[] {
  const blocks: Block[] = [];
  for (const { type, bodies } of fetched) {
    const read = bodies.map((body) => readTable(body) ?? tableOfObject(body, now));
    const tables = sortBy === "" ? read : read.map((table) => sortTable(table, sortBy));
    const last = blocks.at(-1);
    if (last && last.type === type) {
      blocks[blocks.length - 1] = { type, tables: [...last.tables, ...tables] };
    } else if (tables.length > 0) {
      blocks.push({ type, tables });
    }
  }
  return blocks;
}

/** What the server gives no table of (a subresource) has a name and an age. */
function tableOfObject(body: unknown, now: Date): ServerTable {
  const { metadata } = kubeObject.parse(body);
  return {
    kind: "Table",
    columnDefinitions: [
      { name: "Name", priority: 0 },
      { name: "Age", priority: 0 },
    ],
    rows: [{ cells: [metadata.name, ageOf(metadata.creationTimestamp, now)], object: { metadata } }],
  };
}

function merged(tables: readonly ServerTable[]): ServerTable {
  const columnDefinitions = tables[0]?.columnDefinitions ?? [];
  return { kind: "Table", columnDefinitions, rows: tables.flatMap((table) => table.rows) };
}

/** What a table of a type shows under these flags. */
export function viewOf(type: ResourceType, flags: Flags, showKind: boolean): TableView {
  return {
    isWide: flags.get("output") === "wide",
    hasHeaders: !flags.has("no-headers"),
    showNamespace: flags.has("all-namespaces") && type.isNamespaced,
    showLabels: flags.has("show-labels"),
    labelColumns: flags.all("label-columns").flatMap((label) => label.split(",")),
    namePrefix: showKind ? displayName(type, "") : "",
  };
}

/** Says that nothing was found, and where. */
function sayNothingFound(selections: readonly ResourceSelection[], flags: Flags, call: Invocation): void {
  const isPlaced = selections.some((selection) => selection.type.isNamespaced) && !flags.has("all-namespaces");
  call.io.write("stderr", isPlaced ? `No resources found in ${call.namespace} namespace.\n` : "No resources found\n");
}
