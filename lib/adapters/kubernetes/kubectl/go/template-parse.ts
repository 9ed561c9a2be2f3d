import "server-only";
import { unquoteGo } from "./quote";
import { isFunction } from "./template-functions";

/** A template of Go's text/template, without definitions. */
export type TemplateNode =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "action"; readonly pipe: Pipe }
  | { readonly kind: "if" | "with" | "range"; readonly pipe: Pipe; readonly body: Nodes; readonly other: Nodes }
  | { readonly kind: "break" | "continue" };
type Nodes = readonly TemplateNode[];

/** `$i, $x := command | command` */
export type Pipe = {
  readonly variables: readonly string[];
  readonly isAssignment: boolean;
  readonly commands: readonly (readonly Operand[])[];
};

/** Where an operand stands in the source; Go's errors point at its second field where it has one. */
export type Span = { readonly start: number; readonly at: number; readonly end: number };

export type Operand = { readonly span: Span } & (
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "function"; readonly name: string }
  /** `$x.a.b`, `.a.b`, `(pipe).a.b`; `variable` null is the dot. */
  | {
      readonly kind: "chain";
      readonly base: Pipe | { readonly variable: string | null };
      readonly fields: readonly string[];
    }
);

export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

type Item = { readonly text: string } | { readonly action: string; readonly at: number };

/** The nodes of a template; throws TemplateSyntaxError with Go's words where they are known. */
export function parseTemplate(source: string): Nodes {
  const reader = new TemplateReader(itemsOf(source));
  return reader.all();
}

/** Texts and actions; `{{-` and `-}}` have eaten the space beside them. */
function itemsOf(source: string): readonly Item[] {
  const items: Item[] = [];
  let rest = source;
  let trimNext = false;
  while (rest !== "") {
    const open = rest.indexOf("{{");
    const text = open === -1 ? rest : rest.slice(0, open);
    const trimmed = trimNext ? text.replace(/^[ \t\r\n]+/, "") : text;
    if (open === -1) {
      items.push({ text: trimmed });
      break;
    }
    const isLeftTrim = /^\{\{-\s/.test(rest.slice(open));
    items.push({ text: isLeftTrim ? trimmed.replace(/[ \t\r\n]+$/, "") : trimmed });
    const action =
      /^\{\{(?:-(?=\s))?((?:"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|\/\*.*?\*\/|(?!\}\})[^"`'\n])*?)(\s-)?\}\}/s.exec(
        rest.slice(open),
      );
    if (!action) {
      const at = source.length - rest.length + open;
      throw new TemplateSyntaxError(`${source.slice(0, at).split("\n").length}: unclosed action`);
    }
    trimNext = action[2] !== undefined;
    const inner = action[1] ?? "";
    const at = source.length - rest.length + open + action[0].indexOf(inner) + inner.search(/\S|$/);
    items.push({ action: inner.trim(), at });
    rest = rest.slice(open + action[0].length);
  }
  return items
    .filter((item) => !("text" in item) || item.text !== "")
    .filter((item) => !("action" in item) || !item.action.startsWith("/*"));
}

const END = new Set(["end", "else"]);

class TemplateReader {
  private at = 0;
  private readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }

  all(): Nodes {
    const nodes = this.list();
    const left = this.items[this.at];
    if (left && "action" in left) {
      throw new TemplateSyntaxError(`1: unexpected {{${left.action.split(/\s/)[0]}}}`);
    }
    return nodes;
  }

  private list(): Nodes {
    const nodes: TemplateNode[] = [];
    for (; this.at < this.items.length; this.at += 1) {
      const item = this.items[this.at];
      if (!item) {
        break;
      }
      if ("text" in item) {
        nodes.push({ kind: "text", text: item.text });
      } else if (END.has(item.action.split(/\s/)[0] ?? "")) {
        break;
      } else {
        nodes.push(this.action(item));
      }
    }
    return nodes;
  }

  private action({ action: text, at }: Extract<Item, { action: string }>): TemplateNode {
    const [, keyword, rest = ""] =
      /^(if|with|range|break|continue|define|template|block)(?!\w)\s*(.*)$/s.exec(text) ?? [];
    switch (keyword) {
      case undefined:
        return { kind: "action", pipe: parsePipe(text, at) };
      case "break":
      case "continue":
        return { kind: keyword };
      case "if":
      case "with":
      case "range":
        return this.control(keyword, rest, at + text.length - rest.length);
      default:
        throw new TemplateSyntaxError(`1: {{${keyword}}} is not supported here`);
    }
  }

  private control(kind: "if" | "with" | "range", condition: string, at: number): TemplateNode {
    const pipe = parsePipe(condition, at);
    this.at += 1;
    const body = this.list();
    const end = this.items[this.at];
    if (!end || !("action" in end)) {
      throw new TemplateSyntaxError("1: unexpected EOF");
    }
    if (end.action === "end") {
      return { kind, pipe, body, other: [] };
    }
    const [, chained, rest = ""] = /^else\s+(if|with)\s+(.*)$/s.exec(end.action) ?? [];
    if (chained === "if" || chained === "with") {
      return { kind, pipe, body, other: [this.control(chained, rest, end.at + end.action.length - rest.length)] };
    }
    this.at += 1;
    const other = this.list();
    return { kind, pipe, body, other };
  }
}

const token =
  /\s*(?:("(?:\\.|[^"\\])*"|`[^`]*`)|('(?:\\.|[^'\\])')|(:=|[=|(),])|([+-]?(?:0x[\da-f]+|\d+(?:\.\d*)?(?:e[+-]?\d+)?))|(\$[\w]*|[A-Za-z_]\w*)?((?:\.[\w]+)+|\.)?)/iy;

type Token =
  | { readonly kind: "operand"; readonly operand: Operand; readonly isJoined: boolean }
  | { readonly kind: "sign"; readonly sign: string; readonly start: number };

function parsePipe(text: string, at: number): Pipe {
  const tokens = tokensOf(text, at);
  const { pipe, next } = pipeOf(tokens, 0);
  if (next < tokens.length) {
    throw new TemplateSyntaxError(`1: unexpected ${JSON.stringify(")")} in operand`);
  }
  return pipe;
}

function tokensOf(text: string, at: number): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (!found || found[0].trim() === "") {
      throw new TemplateSyntaxError(`1: unexpected ${JSON.stringify(text.slice(from).trim()[0] ?? "")} in operand`);
    }
    tokens.push(tokenOf(found, at));
  }
  return tokens;
}

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["nil", null],
]);

function tokenOf(found: RegExpExecArray, at: number): Token {
  const [all, string, rune, sign, number, word, fields] = found;
  const start = at + found.index + all.search(/\S/);
  const span = { start, at: start, end: at + found.index + all.length };
  if (sign !== undefined) {
    return { kind: "sign", sign, start };
  }
  if (string !== undefined) {
    return literal(unquoteGo(string) ?? "", span);
  }
  if (rune !== undefined) {
    return literal((unquoteGo(rune) ?? "").codePointAt(0) ?? 0, span);
  }
  return number === undefined ? wordToken(word, fields ?? "", span) : literal(Number(number), span);
}

function literal(value: unknown, span: Span): Token {
  return { kind: "operand", operand: { kind: "literal", value, span }, isJoined: false };
}

/** The first field is part of the operand's own token, unless a variable is. */
function pointed(span: Span, word: string | undefined, fields: string): Span {
  const second = fields.indexOf(".", 1);
  const offset = word === undefined ? Math.max(second, 0) : word.length;
  return { ...span, at: span.start + (fields === "" ? 0 : offset) };
}

function wordToken(word: string | undefined, fields: string, whole: Span): Token {
  const span = pointed(whole, word, fields);
  const names = fields.split(".").filter((name) => name !== "");
  if (word === undefined || word.startsWith("$") || names.length > 0) {
    const operand: Operand = { kind: "chain", base: { variable: word ?? null }, fields: names, span };
    return { kind: "operand", operand, isJoined: word === undefined };
  }
  if (constants.has(word)) {
    return literal(constants.get(word), span);
  }
  if (!isFunction(word)) {
    throw new TemplateSyntaxError(`1: function ${JSON.stringify(word)} not defined`);
  }
  return { kind: "operand", operand: { kind: "function", name: word, span }, isJoined: false };
}

function pipeOf(tokens: readonly Token[], start: number): { readonly pipe: Pipe; readonly next: number } {
  const { variables, isAssignment, next } = declarationOf(tokens, start);
  const commands: Operand[][] = [[]];
  let at = next;
  for (; at < tokens.length; at += 1) {
    const item = tokens[at];
    const command = commands.at(-1) ?? [];
    if (item?.kind === "operand") {
      pushOperand(command, item, tokens[at - 1]);
    } else if (item?.sign === "|") {
      commands.push([]);
    } else if (item?.sign === "(") {
      const { operand, next: closing } = bracketOf(tokens, { at, start: item.start });
      command.push(operand);
      at = closing;
    } else {
      break;
    }
  }
  if (commands.some((command) => command.length === 0)) {
    throw new TemplateSyntaxError("1: missing value for command");
  }
  return { pipe: { variables, isAssignment, commands }, next: at };
}

/** `(pipe)`, whose bracket stands at `at` of the tokens and at `start` of the source. */
function bracketOf(tokens: readonly Token[], { at, start }: { readonly at: number; readonly start: number }) {
  const { pipe, next } = pipeOf(tokens, at + 1);
  const closing = tokens[next];
  const end = (closing?.kind === "sign" ? closing.start : start) + 1;
  const operand: Operand = { kind: "chain", base: pipe, fields: [], span: { start, at: start, end } };
  return { operand, next };
}

/** `(pipe).a`: fields that follow a bracket belong to it. */
function pushOperand(
  command: Operand[],
  { operand, isJoined }: Extract<Token, { kind: "operand" }>,
  before: Token | undefined,
): void {
  const last = command.at(-1);
  if (
    isJoined &&
    before?.kind === "sign" &&
    before.sign === ")" &&
    last?.kind === "chain" &&
    last.span.end === operand.span.start &&
    operand.kind === "chain"
  ) {
    const span = { ...last.span, at: operand.span.start, end: operand.span.end };
    command[command.length - 1] = { ...last, fields: operand.fields, span };
  } else {
    command.push(operand);
  }
}

function declarationOf(tokens: readonly Token[], start: number) {
  const variables: string[] = [];
  for (let at = start; at < tokens.length; at += 1) {
    const item = tokens[at];
    const name = variableOf(item);
    if (name !== null) {
      variables.push(name);
    } else if (item?.kind === "sign" && (item.sign === ":=" || item.sign === "=")) {
      return { variables, isAssignment: item.sign === "=", next: at + 1 };
    } else if (item?.kind !== "sign" || item.sign !== ",") {
      break;
    }
  }
  return { variables: [], isAssignment: false, next: start };
}

function variableOf(item: Token | undefined): string | null {
  const isChain = item?.kind === "operand" && item.operand.kind === "chain";
  return isChain && item.operand.kind === "chain" && "variable" in item.operand.base
    ? item.operand.base.variable
    : null;
}
