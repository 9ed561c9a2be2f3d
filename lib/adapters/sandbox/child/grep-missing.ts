import type { ExecResult } from "just-bash";

type Parsed = {
  readonly paths: readonly string[];
  readonly isRecursive: boolean;
  readonly isQuiet: boolean;
  readonly isSilent: boolean;
};

const takesNext =
  /^-[a-zA-Z]*[efmABCdD]$|^--(?:regexp|file|max-count|after-context|before-context|context|include|exclude|exclude-dir|directories|devices)$/;

/** What `grep -r` says of paths that are not there: the interpreter's own says nothing of them. */
export async function withMissingPaths(
  result: ExecResult,
  argv: readonly string[],
  exists: (path: string) => Promise<boolean>,
): Promise<ExecResult> {
  const { paths, isRecursive, isQuiet, isSilent } = parsed(argv);
  if (!isRecursive || (isQuiet && result.exitCode === 0)) {
    return result;
  }
  const missing: string[] = [];
  for (const path of paths) {
    if (!(await exists(path))) {
      missing.push(path);
    }
  }
  const text = missing
    .map((path) => `grep: ${path}: No such file or directory\n`)
    .filter((line) => !result.stderr.includes(line));
  return missing.length === 0
    ? result
    : { ...result, stderr: result.stderr + (isSilent ? "" : text.join("")), exitCode: 2 };
}

/** `-s`, which the interpreter's grep does not know, also within `-rs`. */
export function withoutSilence(argv: readonly string[]): string[] {
  const end = argv.includes("--") ? argv.indexOf("--") : argv.length;
  return argv.flatMap((word, at) => {
    if (at >= end || takesNext.test(argv[at - 1] ?? "")) {
      return [word];
    }
    const less =
      word === "--no-messages" ? "-" : word.replace(leadingLetters, (letters) => letters.replaceAll("s", ""));
    return less === "-" && word !== "-" ? [] : [less];
  });
}

/** The letters of short flags up to the one that takes the rest of the word. */
const leadingLetters = /^-[a-zA-Z]*?(?=[efmABCdD\d]|$)/;

/** Whether complaints about files are asked to be left out. */
export function isSilent(argv: readonly string[]): boolean {
  return parsed(argv).isSilent;
}

/** Without the complaints about files that are not there or are folders. */
export function withoutMessages(result: ExecResult): ExecResult {
  return {
    ...result,
    stderr: result.stderr.replace(/^grep: .*: (?:No such file or directory|Is a directory)\n/gm, ""),
  };
}

function parsed(argv: readonly string[]): Parsed {
  const end = argv.indexOf("--");
  const before = end === -1 ? argv : argv.slice(0, end);
  const flags = before.filter(isFlag);
  const words = before.filter((word, at) => !isFlag(word) && !takesNext.test(before[at - 1] ?? ""));
  const paths = [...words, ...(end === -1 ? [] : argv.slice(end + 1))];
  const letters = flags.map((flag) => leadingLetters.exec(flag)?.[0] ?? "").join("");
  const hasPattern = flags.some((flag) => /^-[a-zA-Z]*[ef]|^--(?:regexp|file)\b/.test(flag));
  return {
    paths: hasPattern ? paths : paths.slice(1),
    isRecursive: /[rR]/.test(letters) || flags.some((flag) => /^--(?:dereference-)?recursive$/.test(flag)),
    isQuiet: letters.includes("q") || flags.includes("--quiet") || flags.includes("--silent"),
    isSilent: letters.includes("s") || flags.includes("--no-messages"),
  };
}

function isFlag(word: string): boolean {
  return /^-./.test(word);
}
