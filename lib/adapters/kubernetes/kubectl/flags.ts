import "server-only";
import { goDurationSeconds } from "./durations";
import { CommandFailure } from "./failure";
import { globalFlags } from "./global-flags";

/** What a flag takes. A `list` may be given several times; a `tristate` is a switch that keeps the word given to it. */
export type FlagKind = "switch" | "value" | "list" | "int" | "duration" | "tristate";
export type FlagTable = { readonly [long: string]: { readonly kind: FlagKind; readonly short?: string } };

export type Flags = {
  /** Words that are no flags, before `--`. */
  readonly words: readonly string[];
  /** Words after `--`; null when there is none. */
  readonly rest: readonly string[] | null;
  /** The flags with their values, in the order in which they were given. */
  readonly given: readonly (readonly [long: string, value: string])[];
  has(long: string): boolean;
  get(long: string): string | undefined;
  all(long: string): readonly string[];
};

/**
 * Reads arguments as kubectl's flag library does: `-n x`, `-nx`, `--tail=5`, `-it`. An unknown flag, or a value that is
 * not of the flag's kind, is its error.
 */
export function parseFlags(argv: readonly string[], table: FlagTable, verb: string): Flags {
  const known: FlagTable = { ...globalFlags, ...table };
  const values = new Map<string, string[]>();
  const given: (readonly [string, string])[] = [];
  const reading = { known, values, given, usage: `See 'kubectl${verb === "" ? "" : ` ${verb}`} --help' for usage.` };
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
    given,
    rest: split === -1 ? null : argv.slice(split + 1),
    has: (long) => values.has(long) && !isFalse(values.get(long)?.at(-1) ?? ""),
    get: (long) => values.get(long)?.at(-1),
    all: (long) => values.get(long) ?? [],
  };
}

type Reading = {
  readonly known: FlagTable;
  readonly values: Map<string, string[]>;
  readonly given: (readonly [string, string])[];
  readonly usage: string;
};

function readLong(word: string, following: string[], reading: Reading): void {
  const at = word.indexOf("=");
  const long = word.slice(2, at === -1 ? undefined : at);
  const flag = Object.hasOwn(reading.known, long) ? reading.known[long] : undefined;
  if (long === "" || long.startsWith("-")) {
    throw new CommandFailure(`error: bad flag syntax: ${word}\n${reading.usage}`);
  }
  if (!flag) {
    throw new CommandFailure(`error: unknown flag: --${long}\n${reading.usage}`);
  }
  if (at !== -1) {
    store(reading, long, word.slice(at + 1));
  } else {
    store(reading, long, isSwitch(flag.kind) ? "true" : nextValue(`--${long}`, following, reading.usage));
  }
}

function readShort(word: string, following: string[], reading: Reading): void {
  for (let index = 1; index < word.length; index += 1) {
    const letter = word[index] ?? "";
    const found = Object.entries(reading.known).find(([, flag]) => flag.short === letter);
    if (!found) {
      throw new CommandFailure(`error: unknown shorthand flag: '${letter}' in ${word}\n${reading.usage}`);
    }
    const [long, { kind }] = found;
    const rest = word.slice(index + 1);
    if (rest.startsWith("=") && rest.length > 1) {
      store(reading, long, rest.slice(1));
      return;
    }
    if (!isSwitch(kind)) {
      store(
        reading,
        long,
        rest === "" ? nextValue(`'${letter}' in -${word.slice(index)}`, following, reading.usage) : rest,
      );
      return;
    }
    store(reading, long, "true");
  }
}

function nextValue(flag: string, following: string[], usage: string): string {
  const value = following.shift();
  if (value === undefined) {
    throw new CommandFailure(`error: flag needs an argument: ${flag}\n${usage}`);
  }
  return value;
}

function store({ known, values, given, usage }: Reading, long: string, value: string): void {
  const flag = known[long];
  const why = flag ? wrongValue(flag.kind, value) : null;
  if (why !== null) {
    const name = flag?.short === undefined ? `--${long}` : `-${flag.short}, --${long}`;
    throw new CommandFailure(`error: invalid argument ${JSON.stringify(value)} for "${name}" flag: ${why}\n${usage}`);
  }
  given.push([long, value]);
  values.set(long, [...(values.get(long) ?? []), value]);
}

function isSwitch(kind: FlagKind): boolean {
  return kind === "switch" || kind === "tristate";
}

function isFalse(value: string): boolean {
  return /^(?:0|f|F|false|FALSE|False)$/.test(value);
}

/** Go's words for a value that is not of a flag's kind; null when it is. */
function wrongValue(kind: FlagKind, value: string): string | null {
  const quoted = JSON.stringify(value);
  switch (kind) {
    case "switch":
      return /^(?:1|t|T|true|TRUE|True)$/.test(value) || isFalse(value)
        ? null
        : `strconv.ParseBool: parsing ${quoted}: invalid syntax`;
    case "int":
      return /^[+-]?\d+$/.test(value) ? null : `strconv.ParseInt: parsing ${quoted}: invalid syntax`;
    case "duration":
      return goDurationSeconds(value) !== null ? null : wrongDuration(value);
    case "value":
    case "list":
    case "tristate":
      return null;
  }
}

function wrongDuration(value: string): string {
  const quoted = JSON.stringify(value);
  if (/^[+-]?[\d.]+$/.test(value)) {
    return `time: missing unit in duration ${quoted}`;
  }
  const [, unit] = /^[+-]?[\d.]+([a-zA-Zµ]+)/.exec(value) ?? [];
  return unit === undefined
    ? `time: invalid duration ${quoted}`
    : `time: unknown unit ${JSON.stringify(unit)} in duration ${quoted}`;
}
