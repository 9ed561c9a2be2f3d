import { type GnuOption, gnuOptions } from "./gnu-options";

/** GNU's options, each with the letter that the built-in knows. */
const options: readonly GnuOption[] = [
  ...["ignore-leading-blanks b", "dictionary-order d", "ignore-case f", "general-numeric-sort g"],
  ...["human-numeric-sort h", "ignore-nonprinting i", "month-sort M", "numeric-sort n", "reverse r", "stable s"],
  ...["unique u", "version-sort V", "merge m", "zero-terminated z", "quiet C"],
]
  .map((pair): GnuOption => ({ letter: pair.slice(-1), long: pair.slice(0, -2), takes: "nothing" }))
  .concat([
    { letter: "k", long: "key", takes: "value" },
    { letter: "t", long: "field-separator", takes: "value" },
    { letter: "o", long: "output", takes: "value" },
    { letter: "S", long: "buffer-size", takes: "value" },
    { letter: "T", long: "temporary-directory", takes: "value" },
    { letter: "c", long: "check", takes: "glued" },
    { long: "parallel", takes: "value" },
  ]);

/** What is about speed and room alone. */
const needless: ReadonlySet<string> = new Set(["S", "T", "parallel"]);

/** The words of sort, each option by itself: `-rnk3` is `-r -n -k 3`; or the sentence that says which is unknown. */
export function sortWords(argv: readonly string[]): { readonly words: string[] } | { readonly problem: string } {
  const found = gnuOptions(argv, { options });
  if ("problem" in found) {
    return found;
  }
  const isReversed = found.options.some(({ name }) => name === "r") && found.options.some(hasOwnOrder);
  const given = found.options
    .filter(({ name }) => !needless.has(name) && !(isReversed && name === "r"))
    .flatMap((option) => [`-${option.name.replace("g", "n")}`, ...valueWords(option, isReversed)]);
  const isOdd = found.rest.some((word) => /^-./.test(word));
  return { words: [...given, ...(isOdd ? ["--"] : []), ...found.rest] };
}

type Given = { readonly name: string; readonly value: string | null };

/** A key that says how it is ordered is not ordered by what the others are, not even the other way round. */
function hasOwnOrder({ name, value }: Given): boolean {
  return name === "k" && /[a-zA-Z]/.test(value ?? "");
}

function valueWords(option: Given, isReversed: boolean): readonly string[] {
  if (option.value === null) {
    return [];
  }
  const key = option.name === "k" ? option.value.replaceAll("g", "n") : option.value;
  return [isReversed && option.name === "k" && !hasOwnOrder(option) ? `${key}r` : key];
}
