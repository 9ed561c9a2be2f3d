import { forEachChild, type ParsedScript, type SyntaxNode } from "unbash";

/** What a script itself gives its variables, as written: every value of each. */
export type SetValues = ReadonlyMap<string, readonly string[]>;

/** The values that assignments and the words of `for` give. */
export function setValues(tree: ParsedScript): SetValues {
  const values = new Map<string, readonly string[]>();
  const add = (name: string, given: readonly string[]) => {
    const known = given.map((value) => writtenOut(value, values));
    values.set(name, [...(values.get(name) ?? []), ...known]);
  };
  const visit = (node: SyntaxNode) => {
    if (node.type === "Assignment" && node.value?.type === "Word") {
      add(node.name, [node.value.value]);
    }
    if (node.type === "For") {
      add(
        node.name.value,
        (node.wordlist ?? []).map(({ value }) => value),
      );
    }
    forEachChild(node, visit);
  };
  visit(tree);
  return values;
}

const VARIABLE = /\$(?:\w+|\{\w[^}]*\})/g;
const ONE_VARIABLE = /^\$\{?(\w+)(?::?-([^}]*))?/;

/** A word with the values of the script's own variables in it; of several, a path. What is not known stays. */
export function writtenOut(word: string, values: SetValues): string {
  return word.replaceAll(VARIABLE, (text: string) => {
    const [, name = "", other] = ONE_VARIABLE.exec(text) ?? [];
    const given = values.get(name) ?? [];
    return given.find((value) => /^[/~]|^\$\{?HOME\b/.test(value)) ?? given[0] ?? other ?? text;
  });
}
