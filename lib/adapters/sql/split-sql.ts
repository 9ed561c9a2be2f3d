import "server-only";

export type SqlItem =
  | { readonly kind: "sql"; readonly text: string; readonly line: number }
  | { readonly kind: "meta"; readonly text: string; readonly line: number };

type Cursor = { readonly text: string; at: number };

/**
 * Cuts a script as psql's lexer does: statements end at a `;` outside of quotes, comments and parentheses; a backslash
 * outside of them begins a command of psql, up to the end of its line. `variables` replace `:name`, `:'name'`, `:"name"`.
 */
export function splitSql(script: string, variables: Readonly<Record<string, string>> = {}): readonly SqlItem[] {
  const items: SqlItem[] = [];
  const cursor: Cursor = { text: script, at: 0 };
  while (cursor.at < script.length) {
    const item = script[cursor.at] === "\\" ? nextMeta(cursor) : nextStatement(cursor, variables);
    items.push(...(item.text === "" ? [] : [item]));
  }
  return items;
}

function nextMeta(cursor: Cursor): SqlItem {
  const begin = cursor.at;
  const end = cursor.text.indexOf("\n", begin);
  cursor.at = end === -1 ? cursor.text.length : end;
  return { kind: "meta", text: cursor.text.slice(begin, cursor.at).trim(), line: lineAt(cursor.text, begin) };
}

/** Up to its `;`, or to a backslash. Space and line comments before it are left out, as psql does. */
function nextStatement(cursor: Cursor, variables: Readonly<Record<string, string>>): SqlItem {
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

const quoted = /(?:[eE]'(?:[^'\\]|\\[\s\S]|'')*(?:'|$))|(?:'(?:[^']|'')*(?:'|$))|(?:"(?:[^"]|"")*(?:"|$))/y;
const comment = /--[^\n]*/y;
const cast = /::/y;
const dollarTag = /\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
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
function nextToken(cursor: Cursor, variables: Readonly<Record<string, string>>): string {
  const { text, at } = cursor;
  const named = matchAt(variable, cursor);
  const value = named && variables[named[1] ?? named[2] ?? named[3] ?? ""];
  cursor.at = named && typeof value === "string" ? at + named[0].length : at + tokenLength(cursor);
  return named && typeof value === "string" ? substituted(named, value) : text.slice(at, cursor.at);
}

/** What is taken whole: a quoted text, a comment, a dollar-quoted body, a cast, a word; else one character. */
function tokenLength(cursor: Cursor): number {
  const { text, at } = cursor;
  const tag = matchAt(dollarTag, cursor)?.[0];
  if (tag !== undefined) {
    const close = text.indexOf(tag, at + tag.length);
    return (close === -1 ? text.length : close + tag.length) - at;
  }
  if (text.startsWith("/*", at)) {
    return endOfComment(text, at) - at;
  }
  const whole = matchAt(quoted, cursor) ?? matchAt(comment, cursor) ?? matchAt(cast, cursor) ?? matchAt(word, cursor);
  return whole?.[0].length ?? 1;
}

function substituted([, literal, identifier]: RegExpExecArray, value: string): string {
  if (literal !== undefined) {
    return `'${value.replaceAll("'", "''")}'`;
  }
  return identifier === undefined ? value : `"${value.replaceAll('"', '""')}"`;
}

/** Comments nest. */
function endOfComment(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) {
        return at + 1;
      }
    }
  }
  return text.length;
}
