import "server-only";
import { unquoteGo } from "./quote";

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

export type Operand =
  | { readonly kind: "literal"; readonly value: unknown }
  | { readonly kind: "function"; readonly name: string }
  /** `$x.a.b`, `.a.b`, `(pipe).a.b`; `variable` null is the dot. */
  | {
      readonly kind: "chain";
      readonly base: Pipe | { readonly variable: string | null };
      readonly fields: readonly string[];
    };

export class TemplateSyntaxError extends Error {
  override readonly name = "TemplateSyntaxError";
}

type Item = { readonly text: string } | { readonly action: string };

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
    items.push({ action: (action[1] ?? "").trim() });
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
        nodes.push(this.action(item.action));
      }
    }
    return nodes;
  }

  private action(text: string): TemplateNode {
    const [, keyword, rest = ""] =
      /^(if|with|range|break|continue|define|template|block)(?!\w)\s*(.*)$/s.exec(text) ?? [];
    switch (keyword) {
      case undefined:
        return { kind: "action", pipe: parsePipe(text) };
      case "break":
      case "continue":
        return { kind: keyword };
      case "if":
      case "with":
      case "range":
        return this.control(keyword, rest);
      default:
        throw new TemplateSyntaxError(`1: {{${keyword}}} is not supported here`);
    }
  }

  private control(kind: "if" | "with" | "range", condition: string): TemplateNode {
    const pipe = parsePipe(condition);
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
      return { kind, pipe, body, other: [this.control(chained, rest)] };
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
  | { readonly kind: "sign"; readonly sign: string };

function parsePipe(text: string): Pipe {
  const tokens = tokensOf(text);
  const { pipe, next } = pipeOf(tokens, 0);
  if (next < tokens.length) {
    throw new TemplateSyntaxError(`1: unexpected ${JSON.stringify(")")} in operand`);
  }
  return pipe;
}

function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  const end = text.trimEnd().length;
  while (token.lastIndex < end) {
    const from = token.lastIndex;
    const found = token.exec(text);
    if (!found || found[0].trim() === "") {
      throw new TemplateSyntaxError(`1: unexpected ${JSON.stringify(text.slice(from).trim()[0] ?? "")} in operand`);
    }
    tokens.push(tokenOf(found));
  }
  return tokens;
}

const constants: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["nil", null],
]);

function tokenOf([all, string, rune, sign, number, word, fields]: RegExpExecArray): Token {
  if (sign !== undefined) {
    return { kind: "sign", sign };
  }
  if (string !== undefined) {
    return literal(unquoteGo(string) ?? "");
  }
  if (rune !== undefined) {
    return literal((unquoteGo(rune) ?? "").codePointAt(0) ?? 0);
  }
  return number === undefined ? wordToken(word, fields ?? "", /^\s/.test(all)) : literal(Number(number));
}

function literal(value: unknown): Token {
  return { kind: "operand", operand: { kind: "literal", value }, isJoined: false };
}

function wordToken(word: string | undefined, fields: string, isApart: boolean): Token {
  const names = fields.split(".").filter((name) => name !== "");
  if (word === undefined || word.startsWith("$") || names.length > 0) {
    const operand: Operand = { kind: "chain", base: { variable: word ?? null }, fields: names };
    return { kind: "operand", operand, isJoined: word === undefined && !isApart };
  }
  return constants.has(word)
    ? literal(constants.get(word))
    : { kind: "operand", operand: { kind: "function", name: word }, isJoined: false };
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
      const inner = pipeOf(tokens, at + 1);
      command.push({ kind: "chain", base: inner.pipe, fields: [] });
      at = inner.next;
    } else {
      break;
    }
  }
  if (commands.some((command) => command.length === 0)) {
    throw new TemplateSyntaxError("1: missing value for command");
  }
  return { pipe: { variables, isAssignment, commands }, next: at };
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
    operand.kind === "chain"
  ) {
    command[command.length - 1] = { ...last, fields: operand.fields };
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
