import "server-only";
import { type CatalogList, databaseList, extensionList, namePattern, relationList, schemaList } from "./catalog-lists";
import { connectionInfo } from "./connection-info";
import { describeRelations } from "./describe-relation";
import { functionList, privilegeList, tablespaceList } from "./more-lists";
import { type Printing, setPrinting, settingText } from "./printing";
import type { Table } from "./result-table";
import { listRoles } from "./role-list";
import type { Session } from "./session";
import { setVariable } from "./split-sql";

export type MetaResult =
  | { readonly kind: "tables"; readonly tables: readonly Table[] }
  | { readonly kind: "text"; readonly text: string }
  /** There is nothing to list: a remark, not a failure. */
  | { readonly kind: "none"; readonly message: string }
  | { readonly kind: "printing"; readonly printing: Printing; readonly text: string }
  | { readonly kind: "timing"; readonly isOn: boolean; readonly text: string }
  /** COPY of the server, with its output as it comes. */
  | { readonly kind: "copy"; readonly sql: string }
  | { readonly kind: "variables"; readonly variables: Readonly<Record<string, string>> }
  | { readonly kind: "error"; readonly message: string }
  /** What follows would print something else than psql does: the run ends here. */
  | { readonly kind: "beyond"; readonly message: string }
  | { readonly kind: "quit" };

export type Display = { readonly printing: Printing; readonly isTiming: boolean };

/** One backslash command of psql, for those that runbooks use. Any other is an error that says so. */
export async function runMeta(text: string, session: Session, { printing, isTiming }: Display): Promise<MetaResult> {
  const [, name = "", rest = ""] = /^\\([a-zA-Z?!]+\+?|.)\s*([\s\S]*)$/.exec(text) ?? [];
  if (name === "copy") {
    return copy(rest);
  }
  if (name === "set") {
    return { kind: "variables", variables: setVariable(text) };
  }
  const words = rest.trim().split(/\s+/).filter(Boolean);
  if (name === "timing") {
    return timing(words[0], isTiming);
  }
  const shown = displayCommand(name, words, printing);
  return shown ?? (await looked(name, (words[0] ?? "").replace(/;+$/, ""), session));
}

/** What asks the server about itself and its objects. */
async function looked(name: string, pattern: string, session: Session): Promise<MetaResult> {
  if (name === "conninfo") {
    return { kind: "text", text: await connectionInfo(session) };
  }
  if (/^d\+?$/.test(name) && pattern !== "") {
    return described(session, pattern, name.endsWith("+"));
  }
  if (/^d[ug]\+?$/.test(name)) {
    return { kind: "tables", tables: [await listRoles(session, namePattern(pattern), name.endsWith("+"))] };
  }
  const list = listOf(name, pattern, session);
  return list === null ? { kind: "error", message: `invalid command \\${name}` } : listed(session, list, pattern);
}

function timing(word: string | undefined, wasOn: boolean): MetaResult {
  if (word !== undefined && !/^(?:on|off|true|false|yes|no|1|0)$/i.test(word)) {
    return { kind: "error", message: `unrecognized value "${word}" for "\\timing": Boolean expected` };
  }
  const isOn = word === undefined ? !wasOn : /^(?:on|true|yes|1)$/i.test(word);
  return { kind: "timing", isOn, text: `Timing is ${isOn ? "on" : "off"}.\n` };
}

/** `\copy … to stdout` is COPY; files of this machine and programs are not there. */
function copy(rest: string): MetaResult {
  const [, what, options = ""] = /^([\s\S]+?)\s+to\s+p?stdout\b([\s\S]*)$/i.exec(rest) ?? [];
  return what === undefined
    ? { kind: "beyond", message: "\\copy: only to stdout is done here" }
    : { kind: "copy", sql: `COPY ${what} TO STDOUT${options}` };
}

/** What changes how later results look, or needs no server. */
function displayCommand(name: string, words: readonly string[], printing: Printing): MetaResult | null {
  const set = (setting: string, value: string): MetaResult => {
    const changed = setPrinting(printing, setting, value);
    return changed.ok
      ? { kind: "printing", printing: changed.value, text: settingText(changed.value, setting, value) }
      : { kind: "beyond", message: changed.error };
  };
  switch (name) {
    case "x":
      return set("expanded", words[0] ?? "");
    case "t":
      return set("tuples_only", words[0] ?? "");
    case "a":
      return set("format", printing.format === "aligned" ? "unaligned" : "aligned");
    case "f":
      return set("fieldsep", words[0] ?? "|");
    case "pset":
      return set(words[0] ?? "", unquoted(words.slice(1).join(" ")));
    case "echo":
      return { kind: "text", text: `${words.map(unquoted).join(" ")}\n` };
    case "q":
      return { kind: "quit" };
    default:
      return null;
  }
}

function unquoted(word: string): string {
  return /^'(.*)'$/s.exec(word)?.[1] ?? word;
}

function listOf(name: string, written: string, session: Session): CatalogList | null {
  const isVerbose = name.endsWith("+");
  const pattern = namePattern(written);
  switch (isVerbose ? name.slice(0, -1) : name) {
    case "l":
    case "list":
      return databaseList(session.serverVersion, pattern, isVerbose);
    case "dn":
      return schemaList(pattern, isVerbose);
    case "dx":
      return isVerbose ? null : extensionList(pattern);
    case "df":
      return functionList(session.serverVersion, pattern, isVerbose);
    case "dp":
    case "z":
      return privilegeList(pattern);
    case "db":
      return tablespaceList(pattern, isVerbose);
    default: {
      const [, letters, plus] = /^d([tivms]*)(\+?)$/.exec(name) ?? [];
      return letters === undefined ? null : relationList(letters, pattern, plus === "+");
    }
  }
}

async function listed(session: Session, { title, sql, whenEmpty }: CatalogList, pattern = ""): Promise<MetaResult> {
  const [outcome] = await session.run(sql);
  if (outcome?.kind === "error") {
    throw outcome.error;
  }
  const table = outcome?.kind === "rows" ? outcome : { columns: [], rows: [] };
  if (table.rows.length === 0 && whenEmpty !== undefined) {
    return { kind: "none", message: whenEmpty.endsWith("named") ? `${whenEmpty} "${pattern}".` : `${whenEmpty}.` };
  }
  return { kind: "tables", tables: [{ title, columns: table.columns, rows: table.rows }] };
}

async function described(session: Session, pattern: string, isVerbose: boolean): Promise<MetaResult> {
  const tables = await describeRelations(session, namePattern(pattern), isVerbose);
  return tables.length === 0
    ? { kind: "error", message: `Did not find any relation named "${pattern}".` }
    : { kind: "tables", tables };
}
