import "server-only";
import { CommandFailure } from "./failure";

/** What a flag takes. A `list` may be given several times. */
export type FlagKind = "switch" | "value" | "list";
export type FlagTable = { readonly [long: string]: { readonly kind: FlagKind; readonly short?: string } };

export type Flags = {
  /** Words that are no flags, before `--`. */
  readonly words: readonly string[];
  /** Words after `--`; null when there is none. */
  readonly rest: readonly string[] | null;
  has(long: string): boolean;
  get(long: string): string | undefined;
  all(long: string): readonly string[];
};

/** Flags that every verb knows. */
const commonFlags: FlagTable = {
  namespace: { kind: "value", short: "n" },
  context: { kind: "value" },
  "request-timeout": { kind: "value" },
};

/** Reads arguments as kubectl's flag library does: `-n x`, `-nx`, `--tail=5`, `-it`. An unknown flag is its error. */
export function parseFlags(argv: readonly string[], table: FlagTable, verb: string): Flags {
  const known: FlagTable = { ...commonFlags, ...table };
  const values = new Map<string, string[]>();
  const reading = { known, values, usage: `See 'kubectl ${verb} --help' for usage.` };
  const words: string[] = [];
  const split = argv.indexOf("--");
  const local = split === -1 ? [...argv] : argv.slice(0, split);
  while (local.length > 0) {
    const word = local.shift() ?? "";
    if (word.startsWith("--")) {
      readLong(word, local, reading);
    } else if (word.startsWith("-") && word !== "-") {
      readShort(word, local, reading);
    } else {
      words.push(word);
    }
  }
  return {
    words,
    rest: split === -1 ? null : argv.slice(split + 1),
    has: (long) => values.has(long) && values.get(long)?.at(-1) !== "false",
    get: (long) => values.get(long)?.at(-1),
    all: (long) => values.get(long) ?? [],
  };
}

type Reading = { readonly known: FlagTable; readonly values: Map<string, string[]>; readonly usage: string };

function readLong(word: string, following: string[], { known, values, usage }: Reading): void {
  const at = word.indexOf("=");
  const long = word.slice(2, at === -1 ? undefined : at);
  const flag = Object.hasOwn(known, long) ? known[long] : undefined;
  if (!flag) {
    throw new CommandFailure(`error: unknown flag: --${long}\n${usage}`);
  }
  if (at !== -1) {
    store(values, long, word.slice(at + 1));
  } else {
    store(values, long, flag.kind === "switch" ? "true" : nextValue(`--${long}`, following, usage));
  }
}

function readShort(word: string, following: string[], { known, values, usage }: Reading): void {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? "";
    const found = Object.entries(known).find(([, flag]) => flag.short === letter);
    if (!found) {
      throw new CommandFailure(`error: unknown shorthand flag: '${letter}' in ${word}\n${usage}`);
    }
    const [long, { kind }] = found;
    if (kind !== "switch") {
      const inline = word.slice(index + 1).replace(/^=/, "");
      store(values, long, inline === "" ? nextValue(`'${letter}' in ${word}`, following, usage) : inline);
      return;
    }
    store(values, long, "true");
  }
}

function nextValue(flag: string, following: string[], usage: string): string {
  const value = following.shift();
  if (value === undefined) {
    throw new CommandFailure(`error: flag needs an argument: ${flag}\n${usage}`);
  }
  return value;
}

function store(values: Map<string, string[]>, long: string, value: string): void {
  values.set(long, [...(values.get(long) ?? []), value]);
}
