import "server-only";
import { unquoteGo } from "./quote";

/** What k8s.io/client-go/util/jsonpath makes of a template: the same nodes, the same errors. */
export type JsonPathNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "list"; readonly nodes: readonly JsonPathNode[] }
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "identifier"; readonly name: string }
  | { readonly kind: "literal"; readonly value: number | boolean }
  | { readonly kind: "array"; readonly bounds: ArrayBounds }
  | { readonly kind: "filter"; readonly left: JsonPathNode; readonly right: JsonPathNode; readonly operator: string }
  | { readonly kind: "union"; readonly parts: readonly JsonPathNode[] }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" };

export type ArrayBounds = {
  readonly from: number | null;
  readonly to: number | null;
  readonly step: number | null;
  /** `[2]`: the end was not written. */
  readonly isIndex: boolean;
};

export class JsonPathSyntaxError extends Error {
  override readonly name = "JsonPathSyntaxError";
}

type Cursor = { readonly text: string; at: number };

const END = "";

/** The nodes of a template; throws JsonPathSyntaxError with client-go's words. */
export function parseJsonPath(text: string): readonly JsonPathNode[] {
  const cursor: Cursor = { text, at: 0 };
  const root: JsonPathNode[] = [];
  while (cursor.at < text.length) {
    const open = text.indexOf("{", cursor.at);
    const plain = text.slice(cursor.at, open === -1 ? undefined : open);
    if (plain !== "") {
      root.push({ kind: "text", text: plain });
    }
    if (open === -1) {
      break;
    }
    cursor.at = open + 1;
    root.push({ kind: "list", nodes: parseAction(cursor) });
  }
  return root;
}

/** Up to the `}` of an action, which is consumed. */
function parseAction(cursor: Cursor): readonly JsonPathNode[] {
  const nodes: JsonPathNode[] = [];
  for (;;) {
    if (skip(cursor, "}")) {
      return nodes;
    }
    if (skip(cursor, "[?(")) {
      nodes.push(parseFilter(cursor));
    } else if (skip(cursor, "..")) {
      parseRecursive(cursor, nodes);
    } else {
      parseToken(cursor, nodes);
    }
  }
}

function parseToken(cursor: Cursor, nodes: JsonPathNode[]): void {
  const start = cursor.at;
  const letter = next(cursor);
  if (letter === END || letter === "\n" || letter === "\r") {
    throw new JsonPathSyntaxError("unclosed action");
  }
  if (letter === " " || letter === "@" || letter === "$") {
    return;
  }
  if (letter === "[") {
    nodes.push(...parseArray(cursor));
  } else if (letter === '"' || letter === "'") {
    nodes.push(parseQuote(cursor, letter));
  } else if (letter === ".") {
    nodes.push(parseField(cursor));
  } else if (/[+\-\d]/.test(letter)) {
    cursor.at = start;
    nodes.push(parseNumber(cursor));
  } else if (isAlphaNumeric(letter)) {
    cursor.at = start;
    nodes.push(parseIdentifier(cursor));
  } else {
    const code = (letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
    throw new JsonPathSyntaxError(`unrecognized character in action: U+${code} '${letter}'`);
  }
}

function parseRecursive(cursor: Cursor, nodes: JsonPathNode[]): void {
  if (nodes.at(-1)?.kind === "recursive") {
    throw new JsonPathSyntaxError("invalid multiple recursive descent");
  }
  nodes.push({ kind: "recursive" });
  if (isAlphaNumeric(peek(cursor))) {
    nodes.push(parseField(cursor));
  }
}

function parseField(cursor: Cursor): JsonPathNode {
  const start = cursor.at;
  while (!isTerminator(peek(cursor))) {
    if (next(cursor) === "\\") {
      next(cursor);
    }
  }
  const name = cursor.text.slice(start, cursor.at);
  return name === "*" ? { kind: "wildcard" } : { kind: "field", name: name.replaceAll("\\", "") };
}

function parseIdentifier(cursor: Cursor): JsonPathNode {
  const start = cursor.at;
  while (!isTerminator(peek(cursor))) {
    next(cursor);
  }
  const name = cursor.text.slice(start, cursor.at);
  return name === "true" || name === "false"
    ? { kind: "literal", value: name === "true" }
    : { kind: "identifier", name };
}

function parseNumber(cursor: Cursor): JsonPathNode {
  const [text = ""] = /^[+-]?[\d.]*/.exec(cursor.text.slice(cursor.at)) ?? [];
  cursor.at += text.length;
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text)) {
    throw new JsonPathSyntaxError(`cannot parse number ${text}`);
  }
  return { kind: "literal", value: Number(text) };
}

function parseQuote(cursor: Cursor, quote: string): JsonPathNode {
  const start = cursor.at - 1;
  for (;;) {
    const letter = next(cursor);
    if (letter === END || letter === "\n") {
      throw new JsonPathSyntaxError("unterminated quoted string");
    }
    if (letter === quote && cursor.text[cursor.at - 2] !== "\\") {
      break;
    }
  }
  const value = cursor.text.slice(start, cursor.at);
  const text = unquoteGo(value);
  if (text === null) {
    throw new JsonPathSyntaxError(`unquote string ${value} error invalid syntax`);
  }
  return { kind: "text", text };
}

function parseArray(cursor: Cursor): readonly JsonPathNode[] {
  const end = /[\]\n]/.exec(cursor.text.slice(cursor.at));
  if (!end || end[0] === "\n") {
    throw new JsonPathSyntaxError("unterminated array");
  }
  const inner = cursor.text.slice(cursor.at, cursor.at + end.index);
  cursor.at += end.index + 1;
  const parts = inner.split(",");
  if (parts.length > 1) {
    const nested = parts.map((part) => list(`[${part.replace(/^ +| +$/g, "")}]`));
    return [{ kind: "union", parts: nested }];
  }
  const [, key] = /^'([^']*)'$/.exec(inner) ?? [];
  if (key !== undefined) {
    return nodesOf(`.${key}`);
  }
  return [{ kind: "array", bounds: boundsOf(inner === "*" ? ":" : inner) }];
}

function boundsOf(text: string): ArrayBounds {
  const found = /^(-?\d*)(:-?\d*)?(:-?\d*)?$/.exec(text);
  if (!found) {
    throw new JsonPathSyntaxError(`invalid array index ${text}`);
  }
  const number = (part: string | undefined): number | null => {
    const digits = part?.replace(/^:/, "") ?? "";
    if (digits === "-") {
      throw new JsonPathSyntaxError("array index - is not a number");
    }
    return digits === "" ? null : Number(digits);
  };
  const from = number(found[1]);
  const isIndex = found[2] === undefined;
  return { from, to: isIndex ? (from ?? 0) + 1 : number(found[2]), step: number(found[3]), isIndex };
}

function parseFilter(cursor: Cursor): JsonPathNode {
  const start = cursor.at;
  skipToBracket(cursor);
  if (next(cursor) !== "]") {
    throw new JsonPathSyntaxError("unclosed array expect ]");
  }
  const text = cursor.text.slice(start, cursor.at - 2);
  const [, left, operator, right] = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text) ?? [];
  return left === undefined || operator === undefined || right === undefined
    ? { kind: "filter", left: list(text), right: { kind: "list", nodes: [] }, operator: "exists" }
    : { kind: "filter", left: list(left), right: list(right), operator };
}

/** Behind the `)` of a filter; one inside the first quoted text does not count. */
function skipToBracket(cursor: Cursor): void {
  const rest = cursor.text.slice(cursor.at);
  const found = /^[^"')\n]*(?:"[^\n]*?(?<!\\)"|'[^\n]*?(?<!\\)')?[^)\n]*\)/.exec(rest);
  if (!found) {
    throw new JsonPathSyntaxError("unterminated filter");
  }
  cursor.at += found[0].length;
}

function list(text: string): JsonPathNode {
  return { kind: "list", nodes: nodesOf(text) };
}

function nodesOf(text: string): readonly JsonPathNode[] {
  return parseAction({ text: `${text}}`, at: 0 });
}

function skip(cursor: Cursor, prefix: string): boolean {
  const isThere = cursor.text.startsWith(prefix, cursor.at);
  cursor.at += isThere ? prefix.length : 0;
  return isThere;
}

function peek({ text, at }: Cursor): string {
  const code = text.codePointAt(at);
  return code === undefined ? END : String.fromCodePoint(code);
}

function next(cursor: Cursor): string {
  const letter = peek(cursor);
  cursor.at += letter.length;
  return letter;
}

function isAlphaNumeric(letter: string): boolean {
  return /^[\p{L}\p{Nd}_]$/u.test(letter);
}

function isTerminator(letter: string): boolean {
  return letter === END || /^[\s.,[\]$@{}]$/.test(letter);
}
