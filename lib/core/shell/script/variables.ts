import { forEachChild, type SyntaxNode } from "unbash";
import { parseShell } from "./parse-shell";

/** Where a script reads a variable: the whole `$NAME` or `${NAME}`, UTF-16 offsets, half open. */
export type VariableRead = { readonly name: string; readonly start: number; readonly end: number };

export type ScriptVariables = {
  /** Reads that would find nothing if nobody had set the variable; `${NAME:-default}` is none. */
  readonly reads: readonly VariableRead[];
  readonly sets: readonly string[];
};

/** Commands whose words are names that they set. */
const setters = new Set([
  "read",
  "export",
  "local",
  "declare",
  "typeset",
  "readonly",
  "mapfile",
  "readarray",
  "getopts",
]);

/** The variables that a script reads and sets, as its shell sees them: not what stands in single quotes. */
export function scriptVariables(script: string): ScriptVariables {
  const reads: VariableRead[] = [];
  const sets: string[] = [];
  const visit = (node: SyntaxNode) => {
    reads.push(...readOf(node));
    sets.push(...setBy(node));
    forEachChild(node, visit);
  };
  visit(parseShell(script));
  return { reads, sets };
}

function readOf(node: SyntaxNode): readonly VariableRead[] {
  const isWhole = node.type === "SimpleExpansion" || (node.type === "ParameterExpansion" && isPlain(node));
  const [, name] = isWhole ? (/^\$\{?([A-Za-z_]\w*)\}?$/.exec(node.text) ?? []) : [];
  return name === undefined ? [] : [{ name, start: node.pos, end: node.end }];
}

function isPlain(node: Extract<SyntaxNode, { type: "ParameterExpansion" }>): boolean {
  return node.operation === undefined && node.prefix === undefined && node.index === undefined;
}

function setBy(node: SyntaxNode): readonly string[] {
  if (node.type === "Assignment") {
    return [node.name ?? ""];
  }
  if (node.type === "For" || node.type === "Select") {
    return [node.name.value];
  }
  if (node.type === "Command" && setters.has(node.name?.value ?? "")) {
    return node.args.flatMap((word) => /^([A-Za-z_]\w*)/.exec(word.text)?.[1] ?? []);
  }
  return [];
}
