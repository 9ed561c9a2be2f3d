import { forEachChild, type SyntaxNode, type Word } from "unbash";

const expansions = new Set([
  "SimpleExpansion",
  "ParameterExpansion",
  "CommandExpansion",
  "ArithmeticExpansion",
  "ProcessSubstitution",
  "Glob",
  "ExtendedGlob",
  "BraceExpansion",
]);

/** A word's value when the shell would not change it, else null. */
export function staticValue(word: Word | undefined): string | null {
  return word === undefined || holdsExpansion(word) ? null : word.value;
}

function holdsExpansion(node: SyntaxNode): boolean {
  if (expansions.has(node.type)) {
    return true;
  }
  let found = false;
  forEachChild(node, (child) => {
    found ||= holdsExpansion(child);
  });
  return found;
}
