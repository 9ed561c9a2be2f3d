import "server-only";
import { stringify } from "yaml";
import type { ApiReply } from "../../connection";
import { CommandFailure, serverFailure } from "../failure";
import type { Flags } from "../flags";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { jsonPath, pathValues, valueText } from "../jsonpath";
import { type KubeObject, kubeList, kubeObject } from "../objects";
import { displayName, type ResourceSelection, resolveSelections, resourcePath } from "../resources";
import { alignColumns, readTable, type ServerTable, TABLE, type TableView, tableRows } from "../table";

const flagTable: FlagTable = {
  output: { kind: "value", short: "o" },
  selector: { kind: "value", short: "l" },
  "all-namespaces": { kind: "switch", short: "A" },
  "field-selector": { kind: "value" },
  "sort-by": { kind: "value" },
  "no-headers": { kind: "switch" },
  "show-labels": { kind: "switch" },
  "show-kind": { kind: "switch" },
  "label-columns": { kind: "list", short: "L" },
  "ignore-not-found": { kind: "switch" },
  "chunk-size": { kind: "value" },
  "show-managed-fields": { kind: "switch" },
  raw: { kind: "value" },
};

/** kubectl get: tables made by the server, or the objects in one of the output formats. */
export async function get(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "get");
  const raw = flags.get("raw");
  if (raw !== undefined) {
    call.check({ namespace: null, risk: "read", description: `get ${raw}` });
    call.out((await call.ask({ path: raw })).text);
    return 0;
  }
  if (flags.words.length === 0) {
    throw new CommandFailure(
      `You must specify the type of resource to get. Use "kubectl api-resources" for a complete list of supported resources.\n\nerror: Required resource not specified.\nUse "kubectl explain <resource>" for a detailed description of that resource (e.g. kubectl explain pods).\nSee 'kubectl get -h' for help and examples`,
    );
  }
  const selections = await resolveSelections(call, flags.words);
  const output = flags.get("output") ?? "";
  return output === "" || output === "wide"
    ? printTables(selections, flags, call)
    : printObjects(selections, { flags, output }, call);
}

function namespaceOf(selection: ResourceSelection, flags: Flags, call: Invocation): string | null {
  return !selection.type.isNamespaced || flags.has("all-namespaces") ? null : call.namespace;
}

function listQuery(flags: Flags): string {
  const query = new URLSearchParams();
  const selector = flags.get("selector");
  const fields = flags.get("field-selector");
  if (selector !== undefined) {
    query.set("labelSelector", selector);
  }
  if (fields !== undefined) {
    query.set("fieldSelector", fields);
  }
  query.set("limit", "500");
  return query.size > 0 ? `?${query}` : "";
}

type Fetched = { readonly isMissing: boolean; readonly bodies: readonly unknown[] };

/** One answer per name, or one for the whole collection. Errors are printed where they happen, as kubectl does. */
async function fetchAll(
  selection: ResourceSelection,
  flags: Flags,
  call: Invocation & { accept: string },
): Promise<Fetched> {
  const { type, names } = selection;
  const namespace = namespaceOf(selection, flags, call);
  call.check({ namespace, risk: "read", description: `get ${type.plural}` });
  const paths =
    names.length === 0
      ? [resourcePath(type, namespace) + listQuery(flags)]
      : names.map((name) => resourcePath(type, namespace, name));
  const replies: ApiReply[] = [];
  for (const path of paths) {
    replies.push(await call.connection.request({ path, accept: call.accept, signal: call.io.signal }));
  }
  const failures = replies.filter(({ status }) => status !== 200 && !(status === 404 && flags.has("ignore-not-found")));
  for (const failure of failures) {
    call.io.write("stderr", `${serverFailure(failure).message}\n`);
  }
  return {
    isMissing: failures.length > 0,
    bodies: replies.filter(({ status }) => status === 200).map(({ body }) => body),
  };
}

async function printTables(selections: readonly ResourceSelection[], flags: Flags, call: Invocation): Promise<number> {
  const showKind = flags.has("show-kind") || selections.length > 1;
  const results: { readonly isMissing: boolean; readonly text: string }[] = [];
  for (const selection of selections) {
    const { isMissing, bodies } = await fetchAll(selection, flags, { ...call, accept: TABLE });
    const merged = mergeTables(
      bodies.flatMap((body) => readTable(body) ?? []),
      flags.get("sort-by"),
    );
    const isEmpty = !merged || merged.rows.length === 0;
    results.push({
      isMissing,
      text: isEmpty ? "" : alignColumns(tableRows(merged, viewOf(selection, { flags, showKind }))),
    });
  }
  const texts = results.flatMap(({ text }) => text || []);
  call.out(texts.join("\n"));
  const isMissing = results.some((result) => result.isMissing);
  if (texts.length === 0 && !isMissing && !flags.has("ignore-not-found")) {
    const isPlaced = selections.some((selection) => selection.type.isNamespaced) && !flags.has("all-namespaces");
    call.io.write("stderr", isPlaced ? `No resources found in ${call.namespace} namespace.\n` : "No resources found\n");
  }
  return isMissing ? 1 : 0;
}

function viewOf(
  { type }: ResourceSelection,
  { flags, showKind }: { readonly flags: Flags; readonly showKind: boolean },
): TableView {
  return {
    isWide: flags.get("output") === "wide",
    hasHeaders: !flags.has("no-headers"),
    showNamespace: flags.has("all-namespaces") && type.isNamespaced,
    showLabels: flags.has("show-labels"),
    labelColumns: flags.all("label-columns").flatMap((label) => label.split(",")),
    namePrefix: showKind ? displayName(type, "") : "",
  };
}

function mergeTables(tables: readonly ServerTable[], sortBy: string | undefined): ServerTable | null {
  const [first] = tables;
  if (!first) {
    return null;
  }
  const rows = tables.flatMap((table) => table.rows);
  return {
    ...first,
    rows: sortBy === undefined ? rows : [...rows].sort((a, b) => compareAt(sortBy, a.object, b.object)),
  };
}

/** Numbers by size, quantities and times by text, as kubectl's sorter falls back to. */
function compareAt(path: string, a: unknown, b: unknown): number {
  const [left] = pathValues(path, a);
  const [right] = pathValues(path, b);
  if (typeof left === "number" && typeof right === "number") {
    return left - right;
  }
  const [x, y] = [left === undefined ? "" : valueText(left), right === undefined ? "" : valueText(right)];
  return x < y ? -1 : x > y ? 1 : 0;
}

async function printObjects(
  selections: readonly ResourceSelection[],
  { flags, output }: { readonly flags: Flags; readonly output: string },
  call: Invocation,
): Promise<number> {
  const found: KubeObject[] = [];
  let exitCode = 0;
  for (const selection of selections) {
    const { isMissing, bodies } = await fetchAll(selection, flags, { ...call, accept: "application/json" });
    exitCode = isMissing ? 1 : exitCode;
    found.push(...bodies.flatMap((body) => objectsOf(body)));
  }
  const sortBy = flags.get("sort-by");
  const shown = flags.has("show-managed-fields") ? found : found.map(withoutManagedFields);
  const objects = sortBy === undefined ? shown : shown.sort((a, b) => compareAt(sortBy, a, b));
  const isSingle = selections.length === 1 && selections[0]?.names.length === 1;
  if (exitCode === 0 || objects.length > 0) {
    call.out(format({ output, objects, isSingle, hasHeaders: !flags.has("no-headers"), selections }));
  }
  return exitCode;
}

/** kubectl does not show who wrote which field unless it is asked to. */
function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _hidden, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** The items of a list carry no kind of their own: kubectl fills it in from the list's. */
function objectsOf(body: unknown): readonly KubeObject[] {
  const list = kubeList.safeParse(body);
  if (!list.success) {
    return [kubeObject.parse(body)];
  }
  const { apiVersion, kind, items } = list.data;
  return items.map((item) => ({
    ...(apiVersion && { apiVersion }),
    ...(kind && { kind: kind.replace(/List$/, "") }),
    ...item,
  }));
}

type Formatting = {
  readonly output: string;
  readonly objects: readonly KubeObject[];
  readonly isSingle: boolean;
  readonly hasHeaders: boolean;
  readonly selections: readonly ResourceSelection[];
};

function format({ output, objects, isSingle, hasHeaders, selections }: Formatting): string {
  const [name, template] = splitOutput(output);
  const value = isSingle
    ? objects[0]
    : { apiVersion: "v1", items: objects, kind: "List", metadata: { resourceVersion: "" } };
  switch (name) {
    case "json":
      return `${JSON.stringify(sorted(value), null, 4)}\n`;
    case "yaml":
      return stringify(sorted(value), {
        lineWidth: 0,
        indentSeq: false,
        singleQuote: null,
        aliasDuplicateObjects: false,
        version: "1.1",
      });
    case "name":
      return objects.map((object) => `${nameOf(object, selections)}\n`).join("");
    case "jsonpath":
      return jsonPath(template, value);
    case "custom-columns":
      return customColumns(template, objects, hasHeaders);
    default:
      throw new CommandFailure(
        `error: unable to match a printer suitable for the output format "${output}", allowed formats are: custom-columns,json,jsonpath,name,wide,yaml`,
      );
  }
}

function splitOutput(output: string): readonly [name: string, template: string] {
  const at = output.indexOf("=");
  return at === -1 ? [output, ""] : [output.slice(0, at), output.slice(at + 1)];
}

function nameOf(object: KubeObject, selections: readonly ResourceSelection[]): string {
  const type = selections.map((selection) => selection.type).find((candidate) => candidate.kind === object.kind);
  return type ? displayName(type, object.metadata.name) : object.metadata.name;
}

function customColumns(spec: string, objects: readonly KubeObject[], hasHeaders: boolean): string {
  const columns = spec.split(",").map((column) => {
    const at = column.indexOf(":");
    return { header: column.slice(0, at), path: column.slice(at + 1) };
  });
  const rows = objects.map((object) =>
    columns.map(({ path }) => {
      const values = pathValues(path, object);
      return values.length === 0 ? "<none>" : values.map(valueText).join(",");
    }),
  );
  return alignColumns(hasHeaders ? [columns.map((column) => column.header), ...rows] : rows);
}

/** Go's encoder writes maps by sorted keys. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return value !== null && typeof value === "object"
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)]),
      )
    : value;
}
