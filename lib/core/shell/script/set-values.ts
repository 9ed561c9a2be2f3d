import { forEachChild, type ParsedScript, type SyntaxNode } from "unbash";

/** What a script itself gives its variables, as written: every value of each. */
export type SetValues = ReadonlyMap<string, readonly string[]>;

/** Of one variable: a path is among the first. */
const MOST_VALUES = 50;

/** The values that assignments and the words of `for` give. */
export function setValues(tree: ParsedScript): SetValues {
  const values = new Map<string, readonly string[]>();
  const add = (name: string, given: readonly string[]) => {
    const known = given.slice(0, MOST_VALUES).map((value) => writtenOut(value, values));
    values.set(name, [...(values.get(name) ?? []), ...known].slice(0, MOST_VALUES));
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

/** What values may add to a word: `b=$a$a; c=$b$b; …` would double for ever. */
const MOST_CHARACTERS = 4_096;

/** A word with the values of the script's own variables in it; of several, a path. What is not known, or long, stays. */
export function writtenOut(word: string, values: SetValues): string {
  let left = MOST_CHARACTERS;
  return word.replaceAll(VARIABLE, (text: string) => {
    const [, name = "", other] = ONE_VARIABLE.exec(text) ?? [];
    const given = values.get(name) ?? [];
    const value = given.find((one) => /^[/~]|^\$\{?HOME\b/.test(one)) ?? given[0] ?? other ?? text;
    left -= value.length;
    return left < 0 ? text : value;
  });
}
