import { singleQuoted } from "@/lib/core/shell/parameters/single-quoted";

type Read = {
  readonly settings: readonly string[];
  readonly runs: "words" | "input" | "file";
  readonly rest: string[];
};

/**
 * The words of bash as the built-in knows them: `-ec 'script' x` and `-s x`, whose script is what it is fed, are
 * `-c 'set -e …' x`. Null for a script in a file, which stays as it is.
 */
export function shellWords(name: string, argv: readonly string[], stdin: string): string[] | null {
  const { settings, runs, rest } = readWords(argv);
  if (runs === "file") {
    return null;
  }
  const [script = "", ...words] = runs === "words" ? rest : [stdin, name, ...rest];
  return ["-c", [...settings.map((setting) => `set ${setting}`), script].join("\n"), ...words];
}

const option = /^-[a-zA-Z]+$|^--(?:login|norc|noprofile|posix)$/;

function readWords(argv: readonly string[]): Read {
  const rest = [...argv];
  const settings: string[] = [];
  let letters = "";
  while (option.test(rest[0] ?? "")) {
    const [, flags = ""] = /^-([a-zA-Z]+)$/.exec(rest.shift() ?? "") ?? [];
    settings.push(...settingOf(flags.replace(/[^euxvfo]/g, ""), rest));
    letters += flags;
  }
  const words = /^--?$/.test(rest[0] ?? "") ? rest.slice(1) : rest;
  const isFed = letters.includes("s") || words.length === 0;
  return { settings, runs: letters.includes("c") ? "words" : isFed ? "input" : "file", rest: words };
}

function settingOf(flags: string, rest: string[]): readonly string[] {
  if (flags === "") {
    return [];
  }
  return [flags.includes("o") ? `-${flags} ${singleQuoted(rest.shift() ?? "")}` : `-${flags}`];
}
