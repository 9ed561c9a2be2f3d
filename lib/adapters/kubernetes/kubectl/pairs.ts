import "server-only";
import { CommandFailure } from "./failure";

export type Pairs = { readonly set: ReadonlyMap<string, string>; readonly remove: readonly string[] };

/** Splits `deploy web a=1 b-` into the words for resources and those for changes. Throws when they are mixed. */
export function resourcesAndPairs(
  words: readonly string[],
  what: string,
): { readonly resources: readonly string[]; readonly pairs: readonly string[] } {
  const isPair = (word: string) => word.indexOf("=") > 0 || (word.endsWith("-") && word !== "-");
  const first = words.findIndex(isPair);
  const at = first === -1 ? words.length : first;
  const pairs = words.slice(at);
  const late = pairs.find((word) => !isPair(word));
  if (late !== undefined) {
    throw new CommandFailure(`error: all resources must be specified before ${what} changes: ${late}`);
  }
  return { resources: words.slice(0, at), pairs };
}

/** `key=value` at its first `=`. */
export function pairOf(pair: string): readonly [key: string, value: string] {
  const at = pair.indexOf("=");
  return [pair.slice(0, at), pair.slice(at + 1)];
}

/** Reads `key=value` and, where it is allowed, `key-`. */
export function readPairs(words: readonly string[], what: string, canRemove: boolean): Pairs {
  const set = new Map<string, string>();
  const remove: string[] = [];
  const invalid: string[] = [];
  for (const word of words) {
    const at = word.indexOf("=");
    if (at > 0) {
      set.set(word.slice(0, at), word.slice(at + 1));
    } else if (canRemove && word.endsWith("-") && word !== "-") {
      remove.push(word.slice(0, -1));
    } else {
      invalid.push(word);
    }
  }
  if (invalid.length > 0) {
    throw new CommandFailure(`error: invalid ${what} format: ${invalid.join(", ")}`);
  }
  return { set, remove };
}

const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

/** Why a text cannot be a label's value; empty when it can. */
export function labelValueProblems(value: string): readonly string[] {
  return [
    ...(value.length > 63 ? ["must be no more than 63 characters"] : []),
    ...(LABEL_VALUE.test(value)
      ? []
      : [
          "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
        ]),
  ];
}
