import type { ExecResult } from "just-bash";

export type XargsRunner = {
  /** Runs xargs with these words on this input. */
  xargs(words: string[], stdin: string): Promise<ExecResult>;
  /** Runs its command without words of the input. */
  command(words: readonly string[]): Promise<ExecResult>;
};

const forEmptyInput = /^(?:-r|--no-run-if-empty|-I|-0|--null)$/;

/** `-n1`, `-I{}`, `-i` and `-d,` in the forms that the shell's own knows; `-L 2` is a call for each two lines. */
export async function xargs(argv: readonly string[], stdin: string, run: XargsRunner): Promise<ExecResult> {
  const { own, command } = ownWords(argv);
  if (stdin.trim() === "" && !own.some((word) => forEmptyInput.test(word))) {
    return run.command(command.length === 0 ? ["echo"] : command);
  }
  const delimiter = valueBehind(own, "-d") ?? valueBehind(own, "--delimiter");
  if (delimiter !== undefined) {
    const items = stdin.split(escaped(delimiter)).join("\0");
    return run.xargs(["-0", ...without(own, ["-d", "--delimiter"]), ...command], items);
  }
  const lines = valueBehind(own, "-L");
  return lines === undefined
    ? run.xargs([...own, ...command], stdin)
    : eachLines(stdin, Number(lines), (some) => run.xargs([...without(own, ["-L"]), ...command], some));
}

async function eachLines(
  stdin: string,
  count: number,
  run: (lines: string) => Promise<ExecResult>,
): Promise<ExecResult> {
  const lines = stdin.split("\n").filter((line) => line.trim() !== "");
  const all = { stdout: "", stderr: "", exitCode: 0 };
  for (let at = 0; at < lines.length; at += count) {
    const { stdout, stderr, exitCode } = await run(`${lines.slice(at, at + count).join("\n")}\n`);
    all.stdout += stdout;
    all.stderr += stderr;
    all.exitCode = exitCode === 0 ? all.exitCode : exitCode;
  }
  return { ...all, stdoutKind: "bytes" };
}

const withValue = /^-[nIPLsEd]$|^--(?:delimiter|max-args|max-procs|max-lines|replace)$/;

/** The words of xargs itself, a flag and its value apart, and those of the command. */
function ownWords(argv: readonly string[]): { readonly own: string[]; readonly command: readonly string[] } {
  const own: string[] = [];
  let at = 0;
  for (; argv[at]?.startsWith("-"); at += 1) {
    const words = apart(argv[at] ?? "");
    own.push(...words);
    if (words.length === 1 && withValue.test(words[0] ?? "")) {
      at += 1;
      own.push(argv[at] ?? "");
    }
  }
  return { own, command: argv.slice(at) };
}

function apart(word: string): readonly string[] {
  const [, flag, value] =
    /^(-[nIPLsd]|--(?:delimiter|max-args|max-procs|max-lines|replace)(?==))=?(.+)$/s.exec(word) ?? [];
  if (flag !== undefined && value !== undefined) {
    return [flag, value];
  }
  return word === "-i" || word === "--replace" ? ["-I", "{}"] : [word];
}

function valueBehind(own: readonly string[], flag: string): string | undefined {
  const at = own.indexOf(flag);
  return at === -1 ? undefined : own[at + 1];
}

function without(own: readonly string[], flags: readonly string[]): string[] {
  return own.filter((word, index) => !flags.includes(word) && !flags.includes(own[index - 1] ?? ""));
}

function escaped(delimiter: string): string {
  return ({ "\\n": "\n", "\\t": "\t", "\\0": "\0" } as Record<string, string>)[delimiter] ?? delimiter;
}
