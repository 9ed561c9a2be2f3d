import "server-only";
import { TemplateFailure } from "./node";

export type Token = {
  readonly kind: "name" | "field" | "variable" | "text" | "number" | "sign" | "space";
  readonly text: string;
  readonly at: number;
};

export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "code"; readonly tokens: readonly Token[]; readonly line: number };

const pattern =
  /(?<space>\s+)|(?<text>"(?:\\.|[^"\\\n])*"|`[^`]*`)|(?<number>[+-]?\d+(?:\.\d+)?)|(?<field>\.[A-Za-z_]\w*)|(?<variable>\$\w*)|(?<name>[A-Za-z_]\w*)|(?<sign>:=|[=|(),.])/y;

/** A template cut into the text between actions and the tokens of each action; `{{-` and `-}}` trim what is beside. */
export function piecesOf(source: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  let trimsNext = false;
  while (at < source.length) {
    const open = source.indexOf("{{", at);
    const end = open === -1 ? source.length : open;
    const opensTrimmed = open !== -1 && /^\{\{-\s/.test(source.slice(open, open + 4));
    const text = trimmed(source.slice(at, end), trimsNext, opensTrimmed);
    if (text !== "") {
      pieces.push({ kind: "text", text });
    }
    if (open === -1) {
      break;
    }
    const action = readAction(source, open + (opensTrimmed ? 3 : 2));
    if (action.tokens.length > 0) {
      pieces.push({ kind: "code", tokens: action.tokens, line: lineAt(source, open) });
    }
    trimsNext = action.trims;
    at = action.end;
  }
  return pieces;
}

function trimmed(text: string, atStart: boolean, atEnd: boolean): string {
  const begun = atStart ? text.trimStart() : text;
  return atEnd ? begun.trimEnd() : begun;
}

type Action = { readonly tokens: readonly Token[]; readonly end: number; readonly trims: boolean };

function readAction(source: string, from: number): Action {
  const comment = /^\s*\/\*.*?\*\/\s*-?\}\}/s.exec(source.slice(from));
  if (comment) {
    return { tokens: [], end: from + comment[0].length, trims: comment[0].endsWith("-}}") };
  }
  const tokens: Token[] = [];
  let at = from;
  for (;;) {
    const close = /^(?:\s+-)?\}\}/.exec(source.slice(at, at + 16));
    if (close) {
      return { tokens, end: at + close[0].length, trims: close[0].length > 2 };
    }
    const token = tokenAt(source, at);
    tokens.push(token);
    at += token.text.length;
  }
}

function tokenAt(source: string, at: number): Token {
  pattern.lastIndex = at;
  const groups = pattern.exec(source)?.groups ?? {};
  for (const kind of ["space", "text", "number", "field", "variable", "name", "sign"] as const) {
    const text = groups[kind];
    if (text !== undefined) {
      return { kind, text, at };
    }
  }
  const character = source[at];
  const why =
    character === undefined || character === "\n"
      ? "unclosed action"
      : character === '"'
        ? "unterminated quoted string"
        : `unexpected ${JSON.stringify(character)} in operand`;
  throw new TemplateFailure("parse", `template: :${lineAt(source, at)}: ${why}`);
}

function lineAt(source: string, at: number): number {
  return source.slice(0, at).split("\n").length;
}
