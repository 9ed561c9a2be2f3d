import { forEachChild, type ParsedScript, parse, type SyntaxNode } from "unbash";
import { remember } from "@/lib/core/kernel/remember";

/** Whoever walks a tree goes down by calls: one that is deeper than anybody writes would end them. */
const MAX_DEPTH = 400;
const tooDeep: ParsedScript = { ...parse(""), errors: [{ message: "it is nested too deeply", pos: 0 }] };

/** The syntax tree of a script. */
export const parseShell: (script: string) => ParsedScript = remember((script) => {
  try {
    const tree = parse(script);
    return isDeep(tree) ? tooDeep : tree;
  } catch (error) {
    if (error instanceof RangeError) {
      return tooDeep;
    }
    throw error;
  }
});

function isDeep(tree: ParsedScript): boolean {
  let level: readonly SyntaxNode[] = [tree];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) {
      return true;
    }
    const below: SyntaxNode[] = [];
    for (const node of level) {
      forEachChild(node, (child) => void below.push(child));
    }
    level = below;
  }
  return false;
}

/** What the parser could not understand of a script, as sentences. */
export function shellProblems(script: string): readonly string[] {
  return (parseShell(script).errors ?? []).map((error) => error.message);
}
