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

function parsed(argv: readonly string[]): Parsed {
  const end = argv.indexOf("--");
  const before = end === -1 ? argv : argv.slice(0, end);
  const flags = before.filter(isFlag);
  const words = before.filter((word, at) => !isFlag(word) && !takesNext.test(before[at - 1] ?? ""));
  const paths = [...words, ...(end === -1 ? [] : argv.slice(end + 1))];
  const letters = flags.map((flag) => /^-([a-zA-Z]*?)(?=[efmABCdD\d]|$)/.exec(flag)?.[1] ?? "").join("");
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
