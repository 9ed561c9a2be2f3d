import "server-only";
import { CommandFailure } from "./failure";

/** What a flag takes. A `list` may be given several times. */
export type FlagTable = {
  readonly [long: string]: { readonly kind: "switch" | "value" | "list"; readonly short?: string };
};

export type Flags = {
  /** Words that are no flags. */
  readonly words: readonly string[];
  has(long: string): boolean;
  get(long: string): string | undefined;
  all(long: string): readonly string[];
};

type Reading = {
  readonly table: FlagTable;
  readonly values: Map<string, string[]>;
  readonly command: string;
};

export type FlagRules = {
  readonly table: FlagTable;
  /** "docker stop": said in the error. */
  readonly command: string;
  /** Flags end at the first operand: what follows belongs to another program. */
  readonly stopsAtOperand: boolean;
};

/** Reads words as docker's flag library does: `-n5`, `-n 5`, `--last=5`, `-aq`. An unknown flag is its error, 125. */
export function parseFlags(argv: readonly string[], { table, command, stopsAtOperand }: FlagRules): Flags {
  const values = new Map<string, string[]>();
  const words = readWords(argv, { table, values, command }, stopsAtOperand);
  return {
    words,
    has: (long) => values.has(long) && values.get(long)?.at(-1) !== "false",
    get: (long) => values.get(long)?.at(-1),
    all: (long) => values.get(long) ?? [],
  };
}

function readWords(argv: readonly string[], reading: Reading, stopsAtOperand: boolean): readonly string[] {
  const words: string[] = [];
  const left = [...argv];
  while (left.length > 0) {
    const word = left.shift() ?? "";
    if (word === "--") {
      return [...words, ...left];
    }
    if (word.startsWith("-") && word !== "-") {
      readFlag(word, left, reading);
      continue;
    }
    words.push(word);
    if (stopsAtOperand) {
      return [...words, ...left];
    }
  }
  return words;
}

/** A wrong use of a flag. */
export function flagFailure(command: string, why: string): CommandFailure {
  return new CommandFailure(`${why}\nSee '${command} --help'.`, 125);
}

function readFlag(word: string, following: string[], reading: Reading): void {
  const read = word.startsWith("--") ? readLong : readShort;
  read(word, following, reading);
}

function readLong(word: string, following: string[], { table, values, command }: Reading): void {
  const at = word.indexOf("=");
  const long = word.slice(2, at === -1 ? undefined : at);
  const flag = Object.hasOwn(table, long) ? table[long] : undefined;
  if (!flag) {
    throw flagFailure(command, `unknown flag: --${long}`);
  }
  if (at !== -1) {
    store(values, long, word.slice(at + 1));
  } else {
    store(values, long, flag.kind === "switch" ? "true" : nextValue(`--${long}`, following, command));
  }
}

function readShort(word: string, following: string[], { table, values, command }: Reading): void {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? "";
    const found = Object.entries(table).find(([, flag]) => flag.short === letter);
    if (!found) {
      throw flagFailure(command, `unknown shorthand flag: '${letter}' in ${word}`);
    }
    const [long, { kind }] = found;
    if (kind !== "switch") {
      const inline = word.slice(index + 1).replace(/^=/, "");
      store(values, long, inline === "" ? nextValue(`'${letter}' in ${word}`, following, command) : inline);
      return;
    }
    store(values, long, "true");
  }
}

function nextValue(flag: string, following: string[], command: string): string {
  const value = following.shift();
  if (value === undefined) {
    throw flagFailure(command, `flag needs an argument: ${flag}`);
  }
  return value;
}

function store(values: Map<string, string[]>, long: string, value: string): void {
  values.set(long, [...(values.get(long) ?? []), value]);
}
