import "server-only";
import { quoteGo } from "./quote";

type Members = Readonly<Record<string, unknown>>;

/** A JSON object, as Go's `map[string]interface{}`. */
export function isMap(value: unknown): value is Members {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** Names of a map in the order of their bytes, in which Go prints them. */
export function sortedKeys(map: Members): readonly string[] {
  return Object.keys(map).sort(compareBytes);
}

/** Go compares texts by their bytes; for all but the rarest characters that is the order of their units. */
export function compareBytes(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** encoding/json: sorted names unless they are in order, `<`, `>` and `&` escaped. `indent` as in MarshalIndent. */
export function goJson(value: unknown, indent = "", isInOrder = false): string {
  const ordered = isInOrder ? value : sorted(value);
  const text = hasNumberedKey(ordered)
    ? written(ordered, { indent, lead: "\n" })
    : (JSON.stringify(ordered, null, indent) ?? "null");
  return text.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** An object of JavaScript keeps names that are whole numbers before all others, whatever the order they came in. */
function hasNumberedKey(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.some(hasNumberedKey);
  }
  return isMap(value) && Object.entries(value).some(([key, member]) => /^\d+$/.test(key) || hasNumberedKey(member));
}

type Writing = { readonly indent: string; readonly lead: string };

/** JSON.stringify, but for the order of such names. */
function written(value: unknown, writing: Writing): string {
  const { indent, lead } = writing;
  const inner = { ...writing, lead: lead + indent };
  const [before, after] = indent === "" ? ["", ""] : [inner.lead, lead];
  const enclosed = (open: string, members: readonly string[], close: string) =>
    members.length === 0 ? open + close : `${open}${before}${members.join(`,${before}`)}${after}${close}`;
  if (Array.isArray(value)) {
    return enclosed(
      "[",
      value.map((item) => written(item, inner)),
      "]",
    );
  }
  if (!isMap(value)) {
    return JSON.stringify(value) ?? "null";
  }
  const isNumbered = Object.keys(value).some((key) => /^\d+$/.test(key));
  const names = (isNumbered ? sortedKeys(value) : Object.keys(value)).filter((name) => value[name] !== undefined);
  const space = indent === "" ? "" : " ";
  return enclosed(
    "{",
    names.map((name) => `${JSON.stringify(name)}:${space}${written(value[name], inner)}`),
    "}",
  );
}

/** The same value with the names of all maps in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(sorted);
  }
  return isMap(value) ? Object.fromEntries(sortedKeys(value).map((key) => [key, sorted(value[key])])) : value;
}

/** What `%v` prints. */
export function goText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(goText).join(" ")}]`;
  }
  if (isMap(value)) {
    return `map[${sortedKeys(value)
      .map((key) => `${key}:${goText(value[key])}`)
      .join(" ")}]`;
  }
  return value === null || value === undefined ? "<nil>" : typeof value === "number" ? goNumber(value) : String(value);
}

/** What `%#v` prints. */
export function goSyntax(value: unknown): string {
  if (Array.isArray(value)) {
    return `[]interface {}{${value.map(goSyntax).join(", ")}}`;
  }
  if (isMap(value)) {
    const members = sortedKeys(value).map((key) => `${quoteGo(key)}:${goSyntax(value[key])}`);
    return `map[string]interface {}{${members.join(", ")}}`;
  }
  if (typeof value === "string") {
    return quoteGo(value);
  }
  return value === null || value === undefined ? "interface {}(nil)" : goText(value);
}

function goNumber(value: number): string {
  return Number.isInteger(value) ? String(value) : goFloat(value);
}

/** Whole numbers are int64; a float64 as `%v` prints it: with an exponent from a million on. */
function goFloat(value: number): string {
  const [, digits = "", sign = "", exponent = ""] = /^(-?[\d.]+)e([+-])(\d+)$/.exec(value.toExponential()) ?? [];
  const power = Number(`${sign}${exponent}`);
  return power < -4 || power >= 6 ? `${digits}e${sign}${exponent.padStart(2, "0")}` : String(value);
}

/** The name of Go's type, as errors say it. */
export function goType(value: unknown): string {
  if (Array.isArray(value)) {
    return "[]interface {}";
  }
  if (isMap(value)) {
    return "map[string]interface {}";
  }
  return (
    { string: "string", boolean: "bool", number: Number.isInteger(value) ? "int64" : "float64" }[
      typeof value as "string"
    ] ?? "interface {}"
  );
}
