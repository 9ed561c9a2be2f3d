import "server-only";
import { callFunction, dockerFunctions, FunctionFailure } from "./functions";
import { type Node, type Pipe, TemplateFailure, type Word } from "./node";
import { parseTemplate } from "./parse";
import { isRecord, isTrue, printed, sortedKeys, type Value } from "./print";

/** How a template looks at its data. */
export type RenderOptions = {
  /** The sentence for a name that the data does not have; null: it is nil; undefined: it is a map's missing key. */
  missing(name: string, parent: Value, root: Value): string | null | undefined;
  /** The words of a table's header: docker's functions leave them as they are. */
  readonly isHeader?: boolean;
};

/** Makes a function of a template of Go's text/template. Both throw TemplateFailure, in Go's words. */
export function compileTemplate(source: string, options: RenderOptions): (data: Value) => string {
  const nodes = parseTemplate(source);
  return (data) => {
    const place: Place = { source, options, root: data, dot: data, variables: new Map([["$", data]]) };
    return renderAll(nodes, place);
  };
}

type BlockNode = Extract<Node, { kind: "if" | "with" | "range" }>;

type Place = {
  readonly source: string;
  readonly options: RenderOptions;
  readonly root: Value;
  readonly dot: Value;
  readonly variables: Map<string, Value>;
};

function renderAll(nodes: readonly Node[], place: Place): string {
  return nodes.map((node) => renderNode(node, place)).join("");
}

function renderNode(node: Node, place: Place): string {
  switch (node.kind) {
    case "text":
      return node.text;
    case "print": {
      const value = pipeValue(node.pipe, place);
      assign(node.pipe, value, place);
      return node.pipe.variables.length > 0 ? "" : printedTop(value);
    }
    case "if":
    case "with": {
      const inner = { ...place, variables: new Map(place.variables) };
      const value = pipeValue(node.pipe, inner);
      assign(node.pipe, value, inner);
      if (!isTrue(value)) {
        return renderAll(node.otherwise, inner);
      }
      return renderAll(node.body, node.kind === "with" ? { ...inner, dot: value } : inner);
    }
    case "range":
      return renderRange(node, place);
  }
}

function printedTop(value: Value): string {
  return value === undefined ? "<no value>" : printed(value);
}

function assign({ variables }: Pipe, value: Value, place: Place): void {
  for (const name of variables) {
    place.variables.set(name, value);
  }
}

function renderRange({ pipe, body, otherwise }: BlockNode, place: Place): string {
  const value = pipeValue(pipe, place);
  const entries = entriesOf(value, place);
  if (entries.length === 0) {
    return renderAll(otherwise, place);
  }
  const [first, second] = pipe.variables;
  return entries
    .map(([key, item]) => {
      const variables = new Map(place.variables);
      if (first !== undefined) {
        variables.set(first, second === undefined ? item : key);
      }
      if (second !== undefined) {
        variables.set(second, item);
      }
      return renderAll(body, { ...place, dot: item, variables });
    })
    .join("");
}

function entriesOf(value: Value, place: Place): readonly (readonly [Value, Value])[] {
  if (Array.isArray(value)) {
    return value.map((item, at) => [at, item]);
  }
  if (isRecord(value)) {
    return sortedKeys(value).map((key) => [key, value[key]]);
  }
  if (value === null || value === undefined) {
    return [];
  }
  throw failure(place, 0, { said: printed(value), why: `range can't iterate over ${printed(value)}` });
}

function pipeValue({ commands }: Pipe, place: Place): Value {
  let value: Value;
  for (const [at, words] of commands.entries()) {
    value = runCommand(words, at === 0 ? [] : [value], place);
  }
  return value;
}

function runCommand([first, ...rest]: readonly Word[], last: readonly Value[], place: Place): Value {
  if (first?.kind === "function") {
    const values = [...rest.map((word) => wordValue(word, place)), ...last];
    if (place.options.isHeader && dockerFunctions.has(first.name)) {
      return values[0];
    }
    try {
      return callFunction(first.name, values);
    } catch (error) {
      if (error instanceof FunctionFailure) {
        throw failure(place, 0, { said: first.name, why: error.message });
      }
      throw error;
    }
  }
  const value = first ? wordValue(first, place) : undefined;
  // A method takes the words after it.
  return typeof value === "function" ? value(...rest.map((word) => wordValue(word, place)), ...last) : value;
}

function wordValue(word: Word, place: Place): Value {
  switch (word.kind) {
    case "dot":
      return place.dot;
    case "nil":
      return null;
    case "literal":
      return word.value;
    case "function":
      return runCommand([word], [], place);
    case "variable":
      return place.variables.get(word.name);
    case "group":
      return pipeValue(word.pipe, place);
    case "path":
      return word.names.reduce(
        (value, name) => fieldOf(value, { name, path: word }, place),
        word.from === "dot" ? place.dot : wordValue(word.from, place),
      );
  }
}

type PathWord = Extract<Word, { kind: "path" }>;

function fieldOf(value: Value, { name, path }: { name: string; path: PathWord }, place: Place): Value {
  if (isRecord(value) && Object.hasOwn(value, name)) {
    return value[name];
  }
  const why = place.options.missing(name, value, place.root);
  if (typeof why !== "string") {
    return why;
  }
  throw failure(place, path.at, { said: path.said, why });
}

/** Go's sentence: where, what stands there, and why. */
function failure(place: Place, at: number, { said, why }: { said: string; why: string }): TemplateFailure {
  const before = place.source.slice(0, at);
  const line = before.split("\n").length;
  const column = at - (before.lastIndexOf("\n") + 1);
  return new TemplateFailure("execute", `template: :${line}:${column}: executing "" at <${said}>: ${why}`);
}
