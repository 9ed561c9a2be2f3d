import type { SyntaxNode } from "@lezer/common";
import type { Expr } from "./ast.ts";
import { ParseError } from "./errors.ts";

export interface Source {
  readonly text: string;
  /** Where each expression begins. */
  readonly offsets: Map<Expr, number>;
}

/** The text of a node. */
export function textOf({ text }: Source, node: Pick<SyntaxNode, "from" | "to">): string {
  return text.slice(node.from, node.to);
}

/** The direct children, in order, without comments. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (child.name !== "LineComment") {
      children.push(child);
    }
  }
  return children;
}

/** A parse error at an offset: `line:column: parse error: message`. */
export function parseErrorAt({ text }: Pick<Source, "text">, offset: number, message: string): ParseError {
  const before = text.slice(0, offset).split("\n");
  return new ParseError(`${before.length}:${(before.at(-1) ?? "").length + 1}: parse error: ${message}`);
}

const CALLED_NAME = /([a-zA-Z_:][\w:]*)\s*$/;
const STRINGS = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`/g;
const UNCLOSED: Readonly<Record<string, string>> = {
  "{": "unexpected end of input inside braces",
  "(": "unclosed left parenthesis",
  "[": "unclosed left bracket",
};
const CLOSING: Readonly<Record<string, string>> = { "}": "{", ")": "(", "]": "[" };
const NAMED: Readonly<Record<string, string>> = { "(": "left parenthesis", ")": "right parenthesis" };

function endMessage(text: string): string {
  const open: string[] = [];
  for (const letter of text.replace(STRINGS, "")) {
    if (letter in UNCLOSED) {
      open.push(letter);
    } else if (CLOSING[letter] === open.at(-1)) {
      open.pop();
    }
  }
  return UNCLOSED[open.at(-1) ?? ""] ?? "unexpected end of input";
}

function wordMessage(rest: string): string {
  const [word = rest] = /^(?:[\w:.]+|"[^"]*"?|'[^']*'?|\S)/.exec(rest) ?? [];
  if (NAMED[word] !== undefined) {
    return `unexpected ${NAMED[word]} '${word}'`;
  }
  const kind = /^\d/.test(word)
    ? "number "
    : /^[a-zA-Z_:]/.test(word)
      ? "identifier "
      : /^["']/.test(word)
        ? "string "
        : "";
  return `unexpected ${kind}${JSON.stringify(word)}`;
}

/** What the grammar could not read, at the offset where it stopped, in words close to Prometheus's. */
export function syntaxError(source: Source, offset: number): ParseError {
  const { text } = source;
  const rest = text.slice(offset).trimStart();
  const called = rest.startsWith("(") ? CALLED_NAME.exec(text.slice(0, offset)) : null;
  if (called?.[1] !== undefined) {
    return parseErrorAt(source, called.index, `unknown function with name ${JSON.stringify(called[1])}`);
  }
  return rest === ""
    ? parseErrorAt(source, text.length, endMessage(text))
    : parseErrorAt(source, text.length - rest.length, wordMessage(rest));
}

/** Is this the text of a string literal that somebody forgot to close? */
export function isUnterminated(literal: string): boolean {
  return literal.length < 2 || !literal.endsWith(literal[0] ?? "") || literal.replace(STRINGS, "") !== "";
}
