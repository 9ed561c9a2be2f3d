import "server-only";
import { isFunctionName } from "./functions";
import { type Node, type Pipe, TemplateFailure, type Word } from "./node";
import { type Piece, piecesOf, type Token } from "./tokens";

/** A template of Go's text/template as a tree. Throws TemplateFailure with Go's sentence. */
export function parseTemplate(source: string): readonly Node[] {
  const reading = { pieces: [...piecesOf(source)] };
  const { nodes, end } = readNodes(reading);
  if (end !== null) {
    throw new TemplateFailure("parse", `template: :${end.line}: unexpected {{${end.word}}}`);
  }
  return nodes;
}

type Reading = { readonly pieces: Piece[] };
type End = { readonly word: "end" | "else"; readonly line: number; readonly rest: Cursor };

function readNodes(reading: Reading): { readonly nodes: readonly Node[]; readonly end: End | null } {
  const nodes: Node[] = [];
  for (let piece = reading.pieces.shift(); piece; piece = reading.pieces.shift()) {
    if (piece.kind === "text") {
      nodes.push(piece);
      continue;
    }
    const cursor = new Cursor(piece.tokens, piece.line);
    const word = cursor.keyword();
    if (word === "end" || word === "else") {
      return { nodes, end: { word, line: piece.line, rest: cursor } };
    }
    nodes.push(word === null ? { kind: "print", pipe: wholePipe(cursor) } : readBlock(word, cursor, reading));
  }
  return { nodes, end: null };
}

function readBlock(kind: "if" | "with" | "range", cursor: Cursor, reading: Reading): Node {
  const pipe = wholePipe(cursor);
  const { nodes: body, end } = readNodes(reading);
  if (end === null) {
    throw new TemplateFailure("parse", `template: :${cursor.line}: unexpected EOF`);
  }
  return { kind, pipe, body, otherwise: end.word === "end" ? [] : readElse(end.rest, reading) };
}

/** `{{else}}` up to its `{{end}}`; `{{else if …}}` shares the end of the whole. */
function readElse(rest: Cursor, reading: Reading): readonly Node[] {
  const word = rest.keyword();
  if (word === "if" || word === "with") {
    return [readBlock(word, rest, reading)];
  }
  const { nodes, end } = readNodes(reading);
  if (end?.word !== "end") {
    throw new TemplateFailure("parse", `template: :${rest.line}: unexpected EOF`);
  }
  return nodes;
}

function wholePipe(cursor: Cursor): Pipe {
  const pipe = readPipe(cursor);
  const left = cursor.peek();
  if (left) {
    throw cursor.failure(`unexpected ${JSON.stringify(left.text)} in command`);
  }
  return pipe;
}

function readPipe(cursor: Cursor): Pipe {
  const { variables, isAssignment } = cursor.declaration();
  const commands: (readonly Word[])[] = [];
  do {
    const words = readWords(cursor);
    if (words.length === 0) {
      throw cursor.failure("missing value for command");
    }
    commands.push(words);
  } while (cursor.take("|"));
  return { variables, isAssignment, commands };
}

function readWords(cursor: Cursor): readonly Word[] {
  const words: Word[] = [];
  for (;;) {
    cursor.skipSpace();
    const token = cursor.peek();
    if (!token || token.text === "|" || token.text === ")") {
      return words;
    }
    words.push(readWord(cursor));
  }
}

function readWord(cursor: Cursor): Word {
  const token = cursor.next();
  const start = startOf(token, cursor);
  const fields = token.kind === "field" ? [token] : [];
  while (cursor.peek()?.kind === "field") {
    fields.push(cursor.next());
  }
  if (fields.length === 0 && start !== "dot") {
    return start;
  }
  const said = (token.kind === "variable" ? token.text : "") + fields.map(({ text }) => text).join("");
  const at = (fields[1] ?? token).at;
  return { kind: "path", from: start, names: fields.map(({ text }) => text.slice(1)), at, said };
}

function startOf(token: Token, cursor: Cursor): Word | "dot" {
  switch (token.kind) {
    case "field":
      return "dot";
    case "variable":
      return { kind: "variable", name: token.text };
    case "text":
      return { kind: "literal", value: token.text.startsWith("`") ? token.text.slice(1, -1) : unquoted(token.text) };
    case "number":
      return { kind: "literal", value: Number(token.text) };
    case "name":
      return named(token.text, cursor);
    default:
      return signOf(token, cursor);
  }
}

function signOf(token: Token, cursor: Cursor): Word {
  if (token.text === ".") {
    return { kind: "dot" };
  }
  if (token.text !== "(") {
    throw cursor.failure(`unexpected ${JSON.stringify(token.text)} in operand`);
  }
  const pipe = readPipe(cursor);
  if (!cursor.take(")")) {
    throw cursor.failure("unclosed left paren");
  }
  return { kind: "group", pipe };
}

function named(name: string, cursor: Cursor): Word {
  if (name === "true" || name === "false") {
    return { kind: "literal", value: name === "true" };
  }
  if (name === "nil") {
    return { kind: "nil" };
  }
  if (!isFunctionName(name)) {
    throw cursor.failure(`function ${JSON.stringify(name)} not defined`);
  }
  return { kind: "function", name };
}

function unquoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", '"': '"', "\\": "\\" };
  return text.slice(1, -1).replace(/\\(.)/g, (whole, letter: string) => escapes[letter] ?? whole);
}

const keywords = ["if", "with", "range", "else", "end"] as const;
type Keyword = (typeof keywords)[number];

class Cursor {
  readonly line: number;
  readonly #tokens: Token[];

  constructor(tokens: readonly Token[], line: number) {
    this.#tokens = [...tokens];
    this.line = line;
  }

  failure(why: string): TemplateFailure {
    return new TemplateFailure("parse", `template: :${this.line}: ${why}`);
  }

  skipSpace(): void {
    while (this.#tokens[0]?.kind === "space") {
      this.#tokens.shift();
    }
  }

  peek(): Token | undefined {
    return this.#tokens[0];
  }

  next(): Token {
    const token = this.#tokens.shift();
    if (!token) {
      throw this.failure("unexpected end of action");
    }
    return token;
  }

  take(sign: string): boolean {
    this.skipSpace();
    if (this.#tokens[0]?.text !== sign) {
      return false;
    }
    this.#tokens.shift();
    return true;
  }

  keyword(): Keyword | null {
    this.skipSpace();
    const found = keywords.find((word) => word === this.#tokens[0]?.text);
    if (found) {
      this.#tokens.shift();
    }
    return found ?? null;
  }

  declaration(): { readonly variables: readonly string[]; readonly isAssignment: boolean } {
    const text = this.#tokens.map((token) => token.text).join("");
    const found = /^\s*(\$\w+(?:\s*,\s*\$\w+)?)\s*(:=|=)/.exec(text);
    if (!found) {
      return { variables: [], isAssignment: false };
    }
    for (let taken = 0; taken < found[0].length; ) {
      taken += this.next().text.length;
    }
    return { variables: (found[1] ?? "").split(/\s*,\s*/), isAssignment: found[2] === "=" };
  }
}
