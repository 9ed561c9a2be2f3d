import "server-only";
import { CommandFailure } from "./failure";

type Node =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "path"; readonly steps: readonly PathStep[] }
  | { readonly kind: "range"; readonly steps: readonly PathStep[]; readonly body: readonly Node[] };

type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "wildcard" }
  | { readonly kind: "recursive" }
  | { readonly kind: "index"; readonly from: number | null; readonly to: number | null; readonly isSlice: boolean }
  | {
      readonly kind: "filter";
      readonly left: readonly PathStep[];
      readonly operator: string | null;
      readonly right: string | number | boolean | null;
    }
  | { readonly kind: "union"; readonly names: readonly string[] };

/** Evaluates kubectl's JSONPath template (`{range .items[*]}{.metadata.name}{"\t"}{end}`) over one value. */
export function jsonPath(template: string, value: unknown): string {
  const { nodes } = parseNodes(tokenize(template), 0);
  return render(nodes, { root: value, current: value });
}

/** The values a single path (`.metadata.name`) leads to. */
export function pathValues(path: string, value: unknown): readonly unknown[] {
  const trimmed = path.replace(/^\{|\}$/g, "");
  return follow(
    parsePath(trimmed.startsWith(".") || trimmed.startsWith("[") || trimmed.startsWith("$") ? trimmed : `.${trimmed}`),
    { root: value, current: value },
  );
}

type Token = { readonly isCode: boolean; readonly text: string };

function tokenize(template: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf("{", at);
    if (open === -1) {
      tokens.push({ isCode: false, text: template.slice(at) });
      break;
    }
    if (open > at) {
      tokens.push({ isCode: false, text: template.slice(at, open) });
    }
    const close = closingBrace(template, open);
    tokens.push({ isCode: true, text: template.slice(open + 1, close).trim() });
    at = close + 1;
  }
  return tokens;
}

/** The brace that ends an action; one inside a quoted text does not. */
function closingBrace(template: string, open: number): number {
  const action = /^\{(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^"'}])*\}/s.exec(template.slice(open));
  if (!action) {
    throw new CommandFailure(`error: error parsing jsonpath ${template}, unclosed action`);
  }
  return open + action[0].length - 1;
}

function parseNodes(
  tokens: readonly Token[],
  start: number,
): { readonly nodes: readonly Node[]; readonly next: number } {
  const nodes: Node[] = [];
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (!token?.isCode) {
      nodes.push({ kind: "text", text: token?.text ?? "" });
    } else if (token.text === "end") {
      return { nodes, next: at };
    } else if (token.text.startsWith("range ")) {
      const inner = parseNodes(tokens, at + 1);
      nodes.push({ kind: "range", steps: parsePath(token.text.slice("range ".length).trim()), body: inner.nodes });
      at = inner.next;
    } else if (/^["']/.test(token.text)) {
      nodes.push({ kind: "text", text: unquoted(token.text) });
    } else {
      nodes.push({ kind: "path", steps: parsePath(token.text) });
    }
  }
  return { nodes, next: tokens.length };
}

function unquoted(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter);
}

function parsePath(path: string): readonly PathStep[] {
  const steps: PathStep[] = [];
  let rest = path.replace(/^[$@]/, "");
  while (rest !== "") {
    const [step, length] = nextStep(rest, path);
    if (step) {
      steps.push(step);
    }
    rest = rest.slice(length);
  }
  return steps;
}

type StepReader = { readonly pattern: RegExp; read(found: RegExpExecArray): PathStep | null };

/** Tried in order at the head of what is left of a path. */
const stepReaders: readonly StepReader[] = [
  { pattern: /^\.(?=\.[\w['*])/, read: () => ({ kind: "recursive" }) },
  { pattern: /^(?:\.?\*|\[\*\])/, read: () => ({ kind: "wildcard" }) },
  {
    pattern: /^\.?((?:\\.|[^.[\]{}\s\\])+)/,
    read: ([, name = ""]) => ({ kind: "field", name: name.replace(/\\(.)/g, "$1") }),
  },
  { pattern: /^\[\?\((.*?)\)\]/, read: ([, text = ""]) => parseFilter(text) },
  {
    pattern: /^\[((?:'[^']*'|"[^"]*")(?:\s*,\s*(?:'[^']*'|"[^"]*"))*)\]/,
    read: ([, list = ""]) => ({
      kind: "union",
      names: [...list.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, a, b]) => a ?? b ?? ""),
    }),
  },
  {
    pattern: /^\[(-?\d*)(:?)(-?\d*)\]/,
    read: ([, from, colon, to]) => ({
      kind: "index",
      from: from ? Number(from) : null,
      to: to ? Number(to) : null,
      isSlice: colon === ":",
    }),
  },
  { pattern: /^\.$/, read: () => null },
  // `..[` leaves one dot behind the recursion.
  { pattern: /^\.(?=\[)/, read: () => null },
];

function nextStep(rest: string, path: string): readonly [PathStep | null, number] {
  for (const { pattern, read } of stepReaders) {
    const found = pattern.exec(rest);
    if (found) {
      return [read(found), found[0].length];
    }
  }
  const code = (rest.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  throw new CommandFailure(
    `error: error parsing jsonpath {${path}}, unrecognized character in action: U+${code} '${rest[0]}'`,
  );
}

function parseFilter(text: string): PathStep {
  const [, left = text, operator = null, right] = /^(.*?)\s*(==|!=|<=|>=|<|>)\s*(.*)$/.exec(text) ?? [];
  return {
    kind: "filter",
    left: parsePath(left.trim()),
    operator,
    right: right === undefined ? null : literal(right.trim()),
  };
}

function literal(text: string): string | number | boolean {
  if (/^["']/.test(text)) {
    return text.slice(1, -1);
  }
  return text === "true" || text === "false" ? text === "true" : Number(text);
}

type Place = { readonly root: unknown; readonly current: unknown };

function render(nodes: readonly Node[], place: Place): string {
  return nodes.map((node) => renderNode(node, place)).join("");
}

function renderNode(node: Node, place: Place): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "path":
      return follow(node.steps, place).map(valueText).join(" ");
    case "range":
      return follow(node.steps, place)
        .map((current) => render(node.body, { root: place.root, current }))
        .join("");
  }
}

/** Go prints maps and lists as JSON here, everything else plainly. */
export function valueText(value: unknown): string {
  return value !== null && typeof value === "object" ? JSON.stringify(value) : value === null ? "<nil>" : String(value);
}

function follow(steps: readonly PathStep[], { current }: Place): readonly unknown[] {
  let values: readonly unknown[] = [current];
  for (const step of steps) {
    values = values.flatMap((value) => stepInto(value, step));
  }
  return values;
}

function stepInto(value: unknown, step: PathStep): readonly unknown[] {
  switch (step.kind) {
    case "field":
      return fieldOf(value, step.name);
    case "union":
      return step.names.flatMap((name) => fieldOf(value, name));
    case "wildcard":
      return Array.isArray(value) ? value : value !== null && typeof value === "object" ? Object.values(value) : [];
    case "recursive":
      return descendants(value);
    case "index":
      return indexed(value, step);
    case "filter":
      return Array.isArray(value) ? value.filter((item) => passes(item, step)) : [];
  }
}

function fieldOf(value: unknown, name: string): readonly unknown[] {
  return value !== null && typeof value === "object" && !Array.isArray(value) && Object.hasOwn(value, name)
    ? [Reflect.get(value, name)]
    : [];
}

function descendants(value: unknown): readonly unknown[] {
  return value !== null && typeof value === "object" ? [value, ...Object.values(value).flatMap(descendants)] : [];
}

function indexed(value: unknown, step: Extract<PathStep, { kind: "index" }>): readonly unknown[] {
  if (!Array.isArray(value)) {
    return [];
  }
  if (step.isSlice) {
    return value.slice(step.from ?? 0, step.to ?? undefined);
  }
  const at = step.from ?? 0;
  const index = at < 0 ? value.length + at : at;
  if (index >= value.length || index < 0) {
    throw new CommandFailure(
      `error: error executing jsonpath: array index out of bounds: index ${at}, length ${value.length}`,
    );
  }
  return [value[index]];
}

function passes(item: unknown, { left, operator, right }: Extract<PathStep, { kind: "filter" }>): boolean {
  const found = follow(left, { root: item, current: item });
  if (operator === null) {
    return found.length > 0;
  }
  const value = found[0];
  if (value === undefined || right === null) {
    return false;
  }
  return compare(value, operator, right);
}

function compare(value: unknown, operator: string, right: string | number | boolean): boolean {
  switch (operator) {
    case "==":
      return value === right;
    case "!=":
      return value !== right;
    case "<":
      return Number(value) < Number(right);
    case ">":
      return Number(value) > Number(right);
    case "<=":
      return Number(value) <= Number(right);
    default:
      return Number(value) >= Number(right);
  }
}
