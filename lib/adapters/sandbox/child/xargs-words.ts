import { type GnuOption, gnuOptions } from "./gnu-options";
import { delimiterOf } from "./xargs-input";

const OPTIONS: readonly GnuOption[] = [
  { letter: "0", long: "null", takes: "nothing" },
  { letter: "a", long: "arg-file", takes: "value" },
  { letter: "d", long: "delimiter", takes: "value" },
  { letter: "E", takes: "value" },
  { letter: "I", takes: "value" },
  { letter: "i", long: "replace", takes: "glued" },
  { letter: "L", takes: "value" },
  { letter: "l", long: "max-lines", takes: "glued" },
  { letter: "n", long: "max-args", takes: "value" },
  { letter: "P", long: "max-procs", takes: "value" },
  { letter: "r", long: "no-run-if-empty", takes: "nothing" },
  { letter: "s", long: "max-chars", takes: "value" },
  { letter: "t", long: "verbose", takes: "nothing" },
  { letter: "x", long: "exit", takes: "nothing" },
];

/** How the words of the input become calls. */
type Way =
  | { readonly kind: "replace"; readonly mark: string }
  | { readonly kind: "lines" | "words"; readonly count: number };

export type XargsWords = {
  readonly command: readonly string[];
  readonly way: Way;
  readonly delimiter: string | null;
  /** The file that it reads instead of its input. */
  readonly file: string | null;
  /** The word that ends the input. */
  readonly last: string | null;
  readonly atOnce: number;
  readonly maxChars: number;
  readonly isForWordsOnly: boolean;
  readonly isVerbose: boolean;
};

const MAX_CHARS = 128 * 1024;
const MAX_AT_ONCE = 16;
const TRY = "Try 'xargs --help' for more information.";
const LEAST: Record<string, number> = { n: 1, L: 1, l: 1, s: 1, P: 0 };

/** What the words of a call of xargs ask for, or the sentence by which it refuses them. */
export function xargsWords(argv: readonly string[]): XargsWords | { readonly problem: string } {
  const words = gnuOptions(argv, { options: OPTIONS, endAtWord: true });
  if ("problem" in words) {
    return { problem: `${words.problem}\n${TRY}` };
  }
  const { options, rest } = words;
  const problem = options.map(numberProblem).find((found) => found !== null);
  if (problem) {
    return { problem: `${problem}\n${TRY}` };
  }
  const lastOf = (name: string) => options.findLast((option) => option.name === name)?.value ?? null;
  const has = (name: string) => options.some((option) => option.name === name);
  const said = lastOf("d");
  const delimiter = said === null ? (has("0") ? "\0" : null) : delimiterOf(said);
  if (said !== null && delimiter === null) {
    return {
      problem: `Invalid input delimiter specification ${said}: the delimiter must be either a single character or an escape sequence starting with \\.`,
    };
  }
  return {
    command: rest.length === 0 ? ["echo"] : rest,
    way: wayOf(options),
    delimiter,
    file: lastOf("a"),
    last: lastOf("E"),
    atOnce: Math.min(Number(lastOf("P") ?? 1) || MAX_AT_ONCE, MAX_AT_ONCE),
    maxChars: Math.min(Number(lastOf("s") ?? MAX_CHARS), MAX_CHARS),
    isForWordsOnly: has("r"),
    isVerbose: has("t"),
  };
}

type Given = { readonly name: string; readonly value: string | null };

function numberProblem({ name, value }: Given): string | null {
  const least = LEAST[name];
  if (least === undefined || value === null) {
    return null;
  }
  if (!/^[+-]?\d+$/.test(value)) {
    return `invalid number "${value}" for -${name} option`;
  }
  return Number(value) < least ? `value ${value} for -${name} option should be >= ${least}` : null;
}

/** The last of `-n`, `-L` and `-I` is meant; `-n 1` changes nothing where each line is a call. */
function wayOf(options: readonly Given[]): Way {
  return options.reduce<Way>(
    (way, { name, value }) => {
      if (name === "I" || name === "i") {
        return { kind: "replace", mark: value ?? "{}" };
      }
      if (name === "L" || name === "l") {
        return { kind: "lines", count: Number(value ?? 1) };
      }
      const isMeant = name === "n" && !(way.kind === "replace" && Number(value) === 1);
      return isMeant ? { kind: "words", count: Number(value) } : way;
    },
    { kind: "words", count: Number.POSITIVE_INFINITY },
  );
}
