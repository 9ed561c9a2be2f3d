import "server-only";
import { failed, ok, type Result } from "@/lib/core/kernel/result";
import { defaultPrinting, type Printing, setPrinting } from "./printing";

/** What psql is to run, in the order given. */
export type PsqlInput =
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "file"; readonly name: string };

/** Where it is to connect, as written: nothing is looked up yet. */
export type PsqlPlace = {
  readonly host?: string;
  readonly port?: string;
  readonly user?: string;
  readonly database?: string;
};

export type PsqlOptions = {
  readonly inputs: readonly PsqlInput[];
  readonly place: PsqlPlace;
  readonly printing: Printing;
  readonly variables: Readonly<Record<string, string>>;
  readonly isQuiet: boolean;
  readonly isSingleTransaction: boolean;
  readonly isList: boolean;
  readonly wantsVersion: boolean;
};

type Flag = { readonly long: string; readonly takesValue: boolean };

const flags: Readonly<Record<string, Flag>> = {
  A: { long: "no-align", takesValue: false },
  c: { long: "command", takesValue: true },
  d: { long: "dbname", takesValue: true },
  f: { long: "file", takesValue: true },
  F: { long: "field-separator", takesValue: true },
  h: { long: "host", takesValue: true },
  l: { long: "list", takesValue: false },
  n: { long: "no-readline", takesValue: false },
  p: { long: "port", takesValue: true },
  P: { long: "pset", takesValue: true },
  q: { long: "quiet", takesValue: false },
  R: { long: "record-separator", takesValue: true },
  t: { long: "tuples-only", takesValue: false },
  U: { long: "username", takesValue: true },
  v: { long: "variable", takesValue: true },
  V: { long: "version", takesValue: false },
  w: { long: "no-password", takesValue: false },
  W: { long: "password", takesValue: false },
  x: { long: "expanded", takesValue: false },
  X: { long: "no-psqlrc", takesValue: false },
  z: { long: "field-separator-zero", takesValue: false },
  "0": { long: "record-separator-zero", takesValue: false },
  "1": { long: "single-transaction", takesValue: false },
};
const longOnly: readonly Flag[] = [
  { long: "csv", takesValue: false },
  { long: "set", takesValue: true },
];
const byLong = new Map([...Object.values(flags), ...longOnly].map((flag) => [flag.long, flag]));

/** Flags of the real psql that change what is printed, or where. */
const beyond: Readonly<Record<string, string>> = {
  a: "echo-all",
  b: "echo-errors",
  e: "echo-queries",
  E: "echo-hidden",
  H: "html",
  L: "log-file",
  o: "output",
  s: "single-step",
  S: "single-line",
  T: "table-attr",
};

type Given = { readonly long: string; readonly value: string };
type Reading = { readonly rest: string[]; readonly given: Given[]; readonly operands: string[] };

const byHand = "does not run from here: copy it and run it by hand";
const usage = 'psql: hint: Try "psql --help" for more information.\n';

/** Reads psql's command line as its getopt does. The error is psql's own text, with exit code 1. */
export function readPsqlFlags(argv: readonly string[]): Result<PsqlOptions, string> {
  const reading: Reading = { rest: [...argv], given: [], operands: [] };
  for (let word = reading.rest.shift(); word !== undefined; word = reading.rest.shift()) {
    const problem = takeWord(word, reading);
    if (problem !== null) {
      return failed(problem.endsWith(byHand) ? `${problem}\n` : `${problem}\n${usage}`);
    }
  }
  return optionsOf(reading);
}

function takeWord(word: string, reading: Reading): string | null {
  if (word === "--") {
    reading.operands.push(...reading.rest.splice(0));
    return null;
  }
  if (word.startsWith("--")) {
    return takeLong(word, reading);
  }
  if (word.startsWith("-") && word.length > 1) {
    return takeShort(word.slice(1), reading);
  }
  reading.operands.push(word);
  return null;
}

function takeLong(word: string, { rest, given }: Reading): string | null {
  const at = word.indexOf("=");
  const name = word.slice(2, at === -1 ? undefined : at);
  const candidates = [...byLong.keys()].filter((long) => long.startsWith(name));
  const long = byLong.has(name) ? name : candidates.length === 1 ? candidates[0] : undefined;
  const flag = long === undefined ? undefined : byLong.get(long);
  if (!flag) {
    return unknownLong(name, word);
  }
  if (!flag.takesValue) {
    given.push({ long: flag.long, value: "" });
    return at === -1 ? null : `psql: option '--${flag.long}' doesn't allow an argument`;
  }
  const value = at === -1 ? rest.shift() : word.slice(at + 1);
  given.push({ long: flag.long, value: value ?? "" });
  return value === undefined ? `psql: option '${word}' requires an argument` : null;
}

function takeShort(letters: string, { rest, given }: Reading): string | null {
  for (const [index, letter] of [...letters].entries()) {
    const flag = Object.hasOwn(flags, letter) ? flags[letter] : undefined;
    if (!flag) {
      return unknownShort(letter);
    }
    if (flag.takesValue) {
      const value = letters.slice(index + 1) || rest.shift();
      given.push({ long: flag.long, value: value ?? "" });
      return value === undefined ? `psql: option requires an argument -- '${letter}'` : null;
    }
    given.push({ long: flag.long, value: "" });
  }
  return null;
}

function unknownLong(name: string, word: string): string {
  return Object.values(beyond).includes(name) ? `psql: --${name} ${byHand}` : `psql: unrecognized option '${word}'`;
}

function unknownShort(letter: string): string {
  return Object.hasOwn(beyond, letter) ? `psql: -${letter} ${byHand}` : `psql: invalid option -- '${letter}'`;
}

function optionsOf({ given, operands }: Reading): Result<PsqlOptions, string> {
  const last = (long: string) => given.findLast((flag) => flag.long === long)?.value;
  const has = (long: string) => given.some((flag) => flag.long === long);
  let printing = defaultPrinting;
  for (const { long, value } of given) {
    const [name, setting] = printingOf(long, value);
    const changed = name === null ? ok(printing) : setPrinting(printing, name, setting);
    if (!changed.ok) {
      return failed(`psql: error: ${changed.error}\n`);
    }
    printing = changed.value;
  }
  const [database = last("dbname"), user = last("username")] = has("dbname") ? [last("dbname"), ...operands] : operands;
  return ok({
    inputs: given.flatMap(inputOf),
    place: defined({ host: last("host"), port: last("port"), user: last("username") ?? user, database }),
    printing,
    variables: variablesOf(given),
    isQuiet: has("quiet"),
    isSingleTransaction: has("single-transaction"),
    isList: has("list"),
    wantsVersion: has("version"),
  });
}

/** A flag that is short for a `\pset`. */
function printingOf(long: string, value: string): readonly [name: string | null, value: string] {
  switch (long) {
    case "no-align":
      return ["format", "unaligned"];
    case "csv":
      return ["format", "csv"];
    case "field-separator":
      return ["fieldsep", value];
    case "record-separator":
      return ["recordsep", value];
    case "field-separator-zero":
      return ["fieldsep_zero", ""];
    case "record-separator-zero":
      return ["recordsep_zero", ""];
    case "tuples-only":
      return ["tuples_only", "on"];
    case "expanded":
      return ["expanded", "on"];
    case "pset": {
      const at = value.indexOf("=");
      return at === -1 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
    }
    default:
      return [null, ""];
  }
}

function inputOf({ long, value }: Given): readonly PsqlInput[] {
  if (long === "command") {
    return [{ kind: "command", text: value }];
  }
  return long === "file" ? [{ kind: "file", name: value }] : [];
}

function variablesOf(given: readonly Given[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    given
      .filter(({ long }) => long === "variable" || long === "set")
      .map(({ value }) => {
        const at = value.indexOf("=");
        return at === -1 ? [value, ""] : [value.slice(0, at), value.slice(at + 1)];
      }),
  );
}

function defined(place: { readonly [Name in keyof PsqlPlace]: string | undefined }): PsqlPlace {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined));
}
