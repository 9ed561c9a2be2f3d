import "server-only";
import { sqlTokenAt } from "@/lib/core/shell/risk/sql-tokens";

type Statement = { readonly kind: "sql"; readonly text: string; readonly line: number; readonly sent?: Sent };
type Meta = { readonly kind: "meta"; readonly text: string; readonly line: number };
export type SqlItem = Statement | Meta;

/** What a statement is sent with when it is not `;`: `\g` and `\gx` print it once, `\watch` again and again. */
export type Sent = { readonly isExpanded: boolean; readonly everySeconds: number | null };

type Variables = Readonly<Record<string, string>>;
type Cursor = { readonly text: string; at: number };

/**
 * Cuts a script as psql's lexer does: statements end at a `;` outside of quotes, comments and parentheses; a backslash
 * outside of them begins a command of psql, up to the end of its line, which may stand inside a statement or send it.
 * `variables` and what `\set` adds to them replace `:name`, `:'name'`, `:"name"`.
 */
export function splitSql(script: string, given: Variables = {}): readonly SqlItem[] {
  const reading: Reading = { items: [], variables: given, open: null, last: null };
  const cursor: Cursor = { text: script, at: 0 };
  while (cursor.at < script.length) {
    if (script[cursor.at] === "\\") {
      takeMeta(nextMeta(cursor, reading.variables), reading);
    } else {
      takeStatement(nextStatement(cursor, reading.variables), reading);
    }
  }
  return reading.open === null ? reading.items : [...reading.items, reading.open];
}

/** `open` is the statement that no `;` has ended, `last` the one that `\g` sends. */
type Reading = { readonly items: SqlItem[]; variables: Variables; open: Statement | null; last: Statement | null };

function takeStatement(statement: Statement, reading: Reading): void {
  const open = joined(reading.open, statement);
  const isEnded = open?.text.endsWith(";") === true;
  reading.items.push(...(open !== null && isEnded ? [open] : []));
  reading.last = open ?? reading.last;
  reading.open = isEnded ? null : open;
}

function takeMeta(meta: Meta, reading: Reading): void {
  const sent = sentWith(meta.text);
  if (sent === null) {
    const isSeparator = meta.text === "\\\\";
    reading.items.push(...(isSeparator ? [] : [meta]));
    reading.variables = { ...reading.variables, ...setVariable(meta.text) };
    return;
  }
  reading.items.push(...(reading.last === null ? [] : [{ ...reading.last, sent }]));
  reading.open = null;
}

/** A statement that a command of psql stood in goes on behind it. */
function joined(open: Statement | null, more: Statement): Statement | null {
  if (open === null) {
    return more.text === "" ? null : more;
  }
  return more.text === "" ? open : { ...open, text: `${open.text}\n${more.text}` };
}

const DEFAULT_WATCH_SECONDS = 2;

function sentWith(meta: string): Sent | null {
  const [, name, seconds] = /^\\(gx?|watch)(?:\s+(\d+(?:\.\d+)?))?$/.exec(meta) ?? [];
  if (name === undefined || (name !== "watch" && seconds !== undefined)) {
    return null;
  }
  return {
    isExpanded: name === "gx",
    everySeconds: name === "watch" ? Number(seconds ?? DEFAULT_WATCH_SECONDS) || 1 : null,
  };
}

/** What `\set name value` sets: values are joined without space. */
export function setVariable(meta: string): Variables {
  const [, name, value = ""] = /^\\set\s+(\w+)(?:\s+([\s\S]*))?$/.exec(meta) ?? [];
  if (name === undefined) {
    return {};
  }
  const words = value.match(/'(?:[^']|'')*'|\S+/g) ?? [];
  return { [name]: words.map((text) => text.replace(/^'([\s\S]*)'$/, "$1").replaceAll("''", "'")).join("") };
}

function nextMeta(cursor: Cursor, variables: Variables): Meta {
  const begin = cursor.at;
  cursor.at += (matchAt(wholeLineCommand, cursor) ?? matchAt(command, cursor))?.[0].length ?? 1;
  const text = cursor.text.slice(begin, cursor.at).trim();
  return { kind: "meta", text: withVariables(text, variables), line: lineAt(cursor.text, begin) };
}

/** In the words of a command; what stands in quotes is as written. */
function withVariables(meta: string, variables: Variables): string {
  return meta.replaceAll(/'(?:[^']|'')*'|::|:(?:'(\w+)'|"(\w+)"|(\w+))/g, (...found: readonly string[]) => {
    const [whole = "", literal, identifier, plain] = found;
    const value = variables[literal ?? identifier ?? plain ?? ""];
    return value === undefined ? whole : substituted([whole, literal, identifier, plain], value);
  });
}

/** Up to its `;`, or to a backslash. Space and line comments before it are left out, as psql does. */
function nextStatement(cursor: Cursor, variables: Variables): Statement {
  const { text } = cursor;
  const begin = cursor.at + (/^(?:\s|--[^\n]*)*/.exec(text.slice(cursor.at))?.[0].length ?? 0);
  cursor.at = begin;
  let statement = "";
  let depth = 0;
  while (cursor.at < text.length && (text[cursor.at] !== "\\" || depth > 0)) {
    const token = nextToken(cursor, variables);
    statement += token;
    depth = depthAfter(token, depth);
    if (token === ";" && depth === 0) {
      break;
    }
  }
  const isEmpty = statement.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, "").trim() === "";
  return { kind: "sql", text: isEmpty ? "" : statement.trim(), line: lineAt(text, begin) };
}

function lineAt(script: string, at: number): number {
  return script.slice(0, at).split("\n").length;
}

const wholeLineCommand = /\\(?:!|copy\b)[^\n]*/y;
/** Up to the next backslash: `\t \a` are two. */
const command = /\\(?:\\|[^\s\\]+)(?:'(?:[^']|'')*'|"[^"]*"|[^\\\n])*/y;
const variable = /:(?:'(\w+)'|"(\w+)"|(\w+))/y;

function matchAt(pattern: RegExp, { text, at }: Cursor): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function depthAfter(token: string, depth: number): number {
  if (token === "(") {
    return depth + 1;
  }
  return token === ")" ? Math.max(0, depth - 1) : depth;
}

/** The next token as it goes to the server; moves the cursor behind it. */
function nextToken(cursor: Cursor, variables: Variables): string {
  const { text, at } = cursor;
  const named = matchAt(variable, cursor);
  const value = named && variables[named[1] ?? named[2] ?? named[3] ?? ""];
  cursor.at = named && typeof value === "string" ? at + named[0].length : at + sqlTokenAt(text, at).text.length;
  return named && typeof value === "string" ? substituted(named, value) : text.slice(at, cursor.at);
}

function substituted([, literal, identifier]: readonly (string | undefined)[], value: string): string {
  if (literal !== undefined) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  return identifier === undefined ? value : `"${value.replaceAll('"', '""')}"`;
}
