import "server-only";
import { quoteGo } from "./quote";
import { compareBytes, goText, goType, isMap } from "./values";

export class TemplateError extends Error {
  override readonly name = "TemplateError";
}

type TemplateFunction = (...values: readonly unknown[]) => unknown;

/** What a template takes for true: not the empty value of its type. */
export function isTruthy(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return isMap(value) ? Object.keys(value).length > 0 : Boolean(value);
}

/** What an action prints of a value; a member that is not there says so. */
export function templateText(value: unknown): string {
  return value === undefined || value === null ? "<no value>" : goText(value);
}

/** A number that the template itself says is an int, one of the object an int64: mostly the second is the template's. */
function incompatible(a: unknown, b: unknown): string {
  return `incompatible types for comparison: ${goType(a)} and ${literalType(b)}`;
}

function literalType(value: unknown): string {
  return goType(value).replace("int64", "int");
}

const comparisons =
  (passes: (order: number) => boolean): TemplateFunction =>
  (a, b) => {
    if ([a, b].some((value) => typeof value !== "string" && typeof value !== "number")) {
      throw new TemplateError("invalid type for comparison");
    }
    if (typeof a !== typeof b) {
      throw new TemplateError(incompatible(a, b));
    }
    return passes(typeof a === "number" ? a - Number(b) : compareBytes(String(a), String(b)));
  };

function equal(a: unknown, b: unknown): boolean {
  if (typeof a === "object" && a !== null) {
    throw new TemplateError(incompatible(a, b));
  }
  if (a !== undefined && b !== undefined && a !== null && b !== null && typeof a !== typeof b) {
    throw new TemplateError(incompatible(a, b));
  }
  return (a ?? null) === (b ?? null);
}

function index(value: unknown, ...keys: readonly unknown[]): unknown {
  return keys.reduce<unknown>((current, key) => {
    if (Array.isArray(current)) {
      const at = Number(key);
      if (at < 0 || at >= current.length) {
        // Go's own check lets the length through.
        const isNext = at === current.length;
        throw new TemplateError(isNext ? "reflect: slice index out of range" : `index out of range: ${at}`);
      }
      return current[at];
    }
    if (isMap(current)) {
      return current[String(key)];
    }
    throw new TemplateError("index of untyped nil");
  }, value);
}

function length(value: unknown): number {
  if (typeof value === "string") {
    return Buffer.byteLength(value);
  }
  if (Array.isArray(value) || isMap(value)) {
    return Object.keys(value).length;
  }
  throw new TemplateError(
    value === undefined || value === null
      ? "reflect: call of reflect.Value.Type on zero Value"
      : `len of type ${literalType(value)}`,
  );
}

function printed(values: readonly unknown[], separator: string): string {
  return values.map((value) => goText(value)).join(separator);
}

/** The verbs of fmt.Sprintf that runbooks use. */
function printf(format: unknown, ...values: readonly unknown[]): string {
  let at = 0;
  return String(format).replace(/%-?\d*(?:\.\d+)?[a-zA-Z%]/g, (directive) => {
    if (directive.endsWith("%")) {
      return "%";
    }
    at += 1;
    return at > values.length ? `%!${directive.at(-1)}(MISSING)` : formatted(directive, values[at - 1]);
  });
}

function formatted(directive: string, value: unknown): string {
  const [, left, zero, width, precision] = /^%(-?)(0?)(\d*)(?:\.(\d+))?/.exec(directive) ?? [];
  const text = verbText(directive.at(-1) ?? "", value, precision === undefined ? null : Number(precision));
  const size = Number(width || 0);
  return left === "-" ? text.padEnd(size) : text.padStart(size, zero === "0" ? "0" : " ");
}

function verbText(verb: string, value: unknown, precision: number | null): string {
  const plain = goText(value);
  const isNil = value === undefined || value === null;
  const wrong = `%!${verb}(${isNil ? "" : `${goType(value)}=`}${plain})`;
  const isNumber = typeof value === "number";
  const texts: Readonly<Record<string, () => string>> = {
    v: () => plain,
    s: () => (isNumber || isNil ? wrong : plain.slice(0, precision ?? undefined)),
    q: () => (isNil ? wrong : quoteGo(plain)),
    d: () => (isNumber ? plain : wrong),
    f: () => (isNumber ? value.toFixed(precision ?? 6) : wrong),
    t: () => (typeof value === "boolean" ? plain : wrong),
  };
  const text = texts[verb];
  if (!text) {
    throw new TemplateError(`printf: the verb %${verb} is not supported here`);
  }
  return text();
}

/** Functions by name; `and` and `or` are the evaluator's own, since they do not look at what they need not. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map<string, TemplateFunction>([
  ["not", (value) => !isTruthy(value)],
  ["eq", (first, ...others) => others.some((other) => equal(first, other))],
  ["ne", (a, b) => !equal(a, b)],
  ["lt", comparisons((order) => order < 0)],
  ["le", comparisons((order) => order <= 0)],
  ["gt", comparisons((order) => order > 0)],
  ["ge", comparisons((order) => order >= 0)],
  ["index", index],
  ["len", length],
  ["print", (...values) => printed(values, "")],
  ["println", (...values) => `${printed(values, " ")}\n`],
  ["printf", printf],
  ["base64decode", (text) => Buffer.from(String(text), "base64").toString("utf8")],
  [
    "exists",
    (value, ...keys) => {
      let current = value;
      for (const key of keys) {
        if ((!Array.isArray(current) && !isMap(current)) || !Object.hasOwn(current, String(key))) {
          return false;
        }
        current = index(current, key);
      }
      return true;
    },
  ],
]);

/** Functions of Go's templates that are not done here: a template with one of them is refused when it runs. */
const notDone: ReadonlySet<string> = new Set(["call", "html", "js", "slice", "urlquery"]);

/** Whether kubectl's templates have a function of this name. */
export function isFunction(name: string): boolean {
  return templateFunctions.has(name) || notDone.has(name) || name === "and" || name === "or";
}
