import "server-only";
import { CommandFailure } from "../failure";
import { type ArrayBounds, type JsonPathNode, JsonPathSyntaxError, parseJsonPath } from "./jsonpath-parse";
import { compareBytes, goJson, goSyntax, goText, goType, isMap } from "./values";

class JsonPathError extends Error {
  override readonly name = "JsonPathError";
}

/** A compiled template of kubectl's JSONPath. */
export type JsonPath = { readonly source: string; readonly nodes: readonly JsonPathNode[] };

type Options = { readonly allowMissing: boolean };
type Results = readonly (readonly unknown[])[];

/** Compiles a template; throws kubectl's error for one that does not parse. */
export function compileJsonPath(source: string): JsonPath {
  try {
    return { source, nodes: parseJsonPath(source) };
  } catch (error) {
    if (error instanceof JsonPathSyntaxError) {
      throw new CommandFailure(`error: error parsing jsonpath ${source}, ${error.message}`);
    }
    throw error;
  }
}

/** What `-o jsonpath=…` prints of an object; throws kubectl's error, object and all. */
export function printJsonPath(path: JsonPath, value: unknown, options: Options & { readonly asJson: boolean }): string {
  try {
    const results = new Evaluation(options).findResults(path.nodes, value);
    return options.asJson ? resultsAsJson(results) : results.map(resultText).join("");
  } catch (error) {
    if (error instanceof JsonPathError) {
      throw new CommandFailure(
        `error: error executing jsonpath ${JSON.stringify(path.source)}: Error executing template: ${error.message}. Printing more information for debugging the template:\n\ttemplate was:\n\t\t${path.source}\n\tobject given to jsonpath engine was:\n\t\t${goSyntax(value)}\n\n`,
      );
    }
    throw error;
  }
}

/** The values that a path leads to, node by node; null when it leads to an error. */
export function findResults(path: JsonPath, value: unknown): Results | null {
  try {
    return new Evaluation({ allowMissing: true }).findResults(path.nodes, value);
  } catch (error) {
    if (error instanceof JsonPathError) {
      return null;
    }
    throw error;
  }
}

/** `.metadata.name`, `metadata.name` and `{.metadata.name}` mean the same in `--sort-by` and custom columns. */
export function relaxedJsonPath(text: string): string | null {
  if (text === "") {
    return "";
  }
  const [, braced, bare] = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(text) ?? [];
  const path = braced ?? bare;
  return path === undefined ? null : `{.${path}}`;
}

function resultText(values: readonly unknown[]): string {
  return values
    .map((value) => (value === null ? "null" : typeof value === "object" ? goJson(value) : goText(value)))
    .join(" ");
}

function resultsAsJson(results: Results): string {
  return results.map((values) => (values.length === 0 ? "[]\n" : `${goJson(values, "    ")}\n`)).join("");
}

/** One walk over a value. Ranges are found while walking, as client-go does. */
class Evaluation {
  private beginRange = 0;
  private inRange = 0;
  private endRange = 0;
  private lastEnd: JsonPathNode | null = null;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
  }

  findResults(nodes: readonly JsonPathNode[], value: unknown): Results {
    const found: (readonly unknown[])[] = [];
    for (let at = 0; at < nodes.length; at += 1) {
      const node: JsonPathNode = nodes[at] ?? { kind: "text", text: "" };
      const results = this.walk([value], node);
      if (this.isEnd(node)) {
        break;
      }
      if (this.beginRange > 0) {
        found.push(...this.loop(results, nodes.slice(at + 1)));
        at = Math.max(at, this.lastEnd === null ? -1 : nodes.indexOf(this.lastEnd, at + 1));
      } else {
        found.push(results);
      }
    }
    return found;
  }

  private isEnd(node: JsonPathNode): boolean {
    const isEnd = this.endRange > 0 && this.endRange <= this.inRange;
    if (isEnd) {
      this.endRange -= 1;
      this.lastEnd = node;
    }
    return isEnd;
  }

  private loop(values: readonly unknown[], body: readonly JsonPathNode[]): Results {
    this.beginRange -= 1;
    this.inRange += 1;
    const found = values.flatMap((value) => this.findResults(body, value));
    if (values.length === 0) {
      // Only to learn where the range ends.
      this.findResults(body, undefined);
    }
    this.inRange -= 1;
    return found;
  }

  private walk(input: readonly unknown[], node: JsonPathNode): readonly unknown[] {
    switch (node.kind) {
      case "list":
        return node.nodes.reduce<readonly unknown[]>((values, inner) => this.walk(values, inner), input);
      case "text":
        return [node.text];
      case "literal":
        return [node.value];
      case "identifier":
        return this.identifier(input, node.name);
      case "field":
        return this.field(input, node.name);
      case "array":
        return input.flatMap((value) => indexed(value, node.bounds));
      case "union":
        return node.parts.flatMap((part) => this.walk(input, part));
      case "wildcard":
        return input.flatMap(children);
      case "recursive":
        return input.flatMap(descendants);
      case "filter":
        return input.flatMap((value) => this.filter(value, node));
    }
  }

  private identifier(input: readonly unknown[], name: string): readonly unknown[] {
    if (name === "range") {
      this.beginRange += 1;
      return input;
    }
    if (name !== "end") {
      throw new JsonPathError(`unrecognized identifier ${name}`);
    }
    if (this.inRange === 0) {
      throw new JsonPathError("not in range, nothing to end");
    }
    this.endRange += 1;
    return [];
  }

  private field(input: readonly unknown[], name: string): readonly unknown[] {
    const found = input.flatMap((value) => (isMap(value) && Object.hasOwn(value, name) ? [value[name]] : []));
    if (found.length === 0 && input.length > 0 && !this.options.allowMissing) {
      throw new JsonPathError(`${name} is not found`);
    }
    return found;
  }

  private filter(value: unknown, node: Extract<JsonPathNode, { kind: "filter" }>): readonly unknown[] {
    if (!Array.isArray(value)) {
      throw new JsonPathError(`${goText(value)} is not array or slice and cannot be filtered`);
    }
    return value.filter((item) => this.passes(item, node));
  }

  private passes(item: unknown, { left, right, operator }: Extract<JsonPathNode, { kind: "filter" }>): boolean {
    const lefts = this.walk([item], left);
    if (operator === "exists") {
      return lefts.length > 0;
    }
    const rights = lefts.length === 0 ? [] : this.walk([item], right);
    if (lefts.length === 0 || rights.length === 0) {
      return false;
    }
    if (lefts.length > 1 || rights.length > 1) {
      throw new JsonPathError("can only compare one element at a time");
    }
    return compared(lefts[0], operator, rights[0]);
  }
}

function indexed(value: unknown, bounds: ArrayBounds): readonly unknown[] {
  if (value === null || value === undefined) {
    return [];
  }
  if (!Array.isArray(value)) {
    throw new JsonPathError(`${goType(value)} is not array or slice`);
  }
  const [start, end] = rangeOf(bounds, value.length);
  if (start === end) {
    return [];
  }
  const step = bounds.step ?? 1;
  if (step <= 0) {
    throw new JsonPathError("step must be > 0");
  }
  return value.slice(start, end).filter((_item, at) => at % step === 0);
}

/** Where an index or a slice begins and ends; negative bounds count from the end. */
function rangeOf(bounds: ArrayBounds, length: number): readonly [start: number, end: number] {
  const from = bounds.from ?? 0;
  const start = from < 0 ? from + length : from;
  const to = bounds.to ?? length;
  const end = to < 0 || (to === 0 && bounds.isIndex) ? to + length : to;
  const wrong = start === end ? null : outOfBounds(start, end, length);
  if (wrong !== null) {
    throw new JsonPathError(`array index out of bounds: index ${wrong}, length ${length}`);
  }
  if (start > end) {
    throw new JsonPathError(`starting index ${start} is greater than ending index ${end}`);
  }
  return [start, end];
}

function outOfBounds(start: number, end: number, length: number): number | null {
  if (start >= length || start < 0) {
    return start;
  }
  return end > length || end < 0 ? end - 1 : null;
}

function children(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : isMap(value) ? Object.values(value) : [];
}

/** A value with all below it; plain numbers and truth values have nothing to descend into and are left out. */
function descendants(value: unknown): readonly unknown[] {
  if (typeof value === "string") {
    return value === "" ? [] : [value];
  }
  const inner = children(value);
  return inner.length === 0 ? [] : [value, ...inner.flatMap(descendants)];
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  "<": (order) => order < 0,
  ">": (order) => order > 0,
  "<=": (order) => order <= 0,
  ">=": (order) => order >= 0,
  "==": (order) => order === 0,
  "!=": (order) => order !== 0,
};

function compared(left: unknown, operator: string, right: unknown): boolean {
  const passes = orders[operator];
  if (!passes) {
    throw new JsonPathError(`unrecognized filter operator ${operator}`);
  }
  if (typeof left === "object") {
    throw new JsonPathError("invalid type for comparison");
  }
  if (goType(left) !== goType(right)) {
    throw new JsonPathError("incompatible types for comparison");
  }
  if (typeof left === "string") {
    return passes(compareBytes(left, String(right)));
  }
  if (typeof left === "boolean" && operator !== "==" && operator !== "!=") {
    throw new JsonPathError("invalid type for comparison");
  }
  return passes(Number(left) - Number(right));
}
