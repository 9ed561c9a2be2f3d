import "server-only";
import { jsonText } from "../exact-json";
import { isRecord, isTrue, printed, type Value } from "./print";

type TemplateFunction = (values: readonly Value[]) => Value;

/** Says what is wrong with a call; the caller adds where. */
export class FunctionFailure extends Error {
  override readonly name = "FunctionFailure";
}

const text = (value: Value) => (typeof value === "string" ? value : printed(value));

function compare(a: Value, b: Value): number {
  return typeof a === "string" || typeof b === "string"
    ? Number(text(a) > text(b)) - Number(text(a) < text(b))
    : Number(a) - Number(b);
}

function index([value, ...keys]: readonly Value[]): Value {
  return keys.reduce((inner, key) => {
    if (Array.isArray(inner) || typeof inner === "string") {
      const at = Number(key);
      if (!(at >= 0 && at < inner.length)) {
        throw new FunctionFailure(`error calling index: index out of range: ${printed(key)}`);
      }
      return inner[at];
    }
    if (!isRecord(inner)) {
      throw new FunctionFailure("error calling index: index of untyped nil");
    }
    return inner[text(key)] ?? "";
  }, value);
}

function lengthOf([value]: readonly Value[]): Value {
  if (typeof value === "string") {
    return Buffer.byteLength(value);
  }
  if (!Array.isArray(value) && !isRecord(value)) {
    throw new FunctionFailure("error calling len: len of nil pointer");
  }
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

function slice([value, from = 0, to]: readonly Value[]): Value {
  const end = to === undefined ? undefined : Number(to);
  return Array.isArray(value) ? value.slice(Number(from), end) : text(value).slice(Number(from), end);
}

/** `%s %d %v %q %x %t %f %%` with widths, as fmt.Sprintf. */
function formatted([format, ...values]: readonly Value[]): string {
  const left = [...values];
  return text(format).replace(/%([-0]*)(\d*)(?:\.(\d+))?([sdvqtfx%])/g, (...found: string[]) => {
    const [, flags = "", width, precision, verb = "v"] = found;
    if (verb === "%") {
      return "%";
    }
    const word = formattedOne(left.shift(), verb, precision);
    const size = Number(width || 0);
    return flags.includes("-") ? word.padEnd(size) : word.padStart(size, flags.includes("0") ? "0" : " ");
  });
}

function formattedOne(value: Value, verb: string, precision: string | undefined): string {
  switch (verb) {
    case "q":
      return JSON.stringify(text(value));
    case "f":
      return Number(value).toFixed(Number(precision ?? 6));
    case "x":
      return typeof value === "string" ? Buffer.from(value).toString("hex") : Number(value).toString(16);
    default:
      return precision === undefined ? text(value) : text(value).slice(0, Number(precision));
  }
}

function spread(values: readonly Value[]): string {
  return values
    .map((value, at) => {
      const isBeside = at > 0 && typeof value !== "string" && typeof values[at - 1] !== "string";
      return `${isBeside ? " " : ""}${text(value)}`;
    })
    .join("");
}

function title(word: string): string {
  return word.replace(/(^|\s)(\p{L})/gu, (_whole, space: string, letter: string) => space + letter.toUpperCase());
}

/** Those of text/template, and docker's own (json, split, join, title, lower, upper, pad, truncate, println). */
const functions: ReadonlyMap<string, TemplateFunction> = new Map(
  Object.entries<TemplateFunction>({
    and: (values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
    or: (values) => values.find(isTrue) ?? values.at(-1),
    not: ([value]) => !isTrue(value),
    eq: ([first, ...others]) => others.some((other) => text(first) === text(other)),
    ne: ([a, b]) => text(a) !== text(b),
    lt: ([a, b]) => compare(a, b) < 0,
    le: ([a, b]) => compare(a, b) <= 0,
    gt: ([a, b]) => compare(a, b) > 0,
    ge: ([a, b]) => compare(a, b) >= 0,
    index,
    slice,
    len: lengthOf,
    print: spread,
    println: (values) => `${values.map(text).join(" ")}\n`,
    printf: formatted,
    json: ([value]) => jsonText(value),
    split: ([value, separator]) => text(value).split(text(separator)),
    join: ([values, separator]) => (Array.isArray(values) ? values.map(text).join(text(separator)) : text(values)),
    title: ([value]) => title(text(value)),
    lower: ([value]) => text(value).toLowerCase(),
    upper: ([value]) => text(value).toUpperCase(),
    pad: ([value, before, after]) => " ".repeat(Number(before)) + text(value) + " ".repeat(Number(after)),
    truncate: ([value, size]) => text(value).slice(0, Number(size)),
  }),
);

/** Those that text/template does not have. */
export const dockerFunctions: ReadonlySet<string> = new Set(
  "json split join title lower upper pad truncate".split(" "),
);

export function isFunctionName(name: string): boolean {
  return functions.has(name);
}

/** Calls one of the functions a template may use. Throws FunctionFailure for a call that cannot be. */
export function callFunction(name: string, values: readonly Value[]): Value {
  return functions.get(name)?.(values);
}
