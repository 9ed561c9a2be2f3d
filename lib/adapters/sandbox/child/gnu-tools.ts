import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { singleQuoted } from "@/lib/core/shell/parameters/single-quoted";
import { awkWords } from "./awk-words";
import { nested, original, readIfThere } from "./built-ins";
import { dumped } from "./dump";
import { withEpoch } from "./relative-date";
import { formattedSequence } from "./sequence";
import { shellWords } from "./shell-words";
import { sortWords } from "./sort-words";

type Tool = (argv: string[], context: ResolvedCommandContext) => Promise<ExecResult>;

export async function awk(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const found = await awkWords(argv, (name) => readIfThere(name, context, "utf8"));
  return "problem" in found
    ? { stdout: "", stderr: `awk: ${found.problem}\n`, exitCode: 2 }
    : original("awk", found.words, context);
}

/** `-d '2 hours ago'` is a time that the built-in reads. */
export function touch(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = withEpoch(
    argv.flatMap((word) => (/^--date=/.test(word) ? ["-d", word.slice(7)] : [word])),
    /^-d$/,
    Date.now(),
  );
  const dated = words.map((word, at) =>
    words[at - 1] === "-d" && /^@\d+$/.test(word) ? new Date(Number(word.slice(1)) * 1000).toISOString() : word,
  );
  return original("touch", dated, context);
}

/** Lines that are the same but for their case are one, the first of them. */
export async function sort(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const found = sortWords(argv);
  if ("problem" in found) {
    const stderr = `sort: ${found.problem}\nTry 'sort --help' for more information.\n`;
    return { stdout: "", stderr, exitCode: 2 };
  }
  const { words } = found;
  if (words.includes("-z")) {
    const lines = (text: string) => text.replaceAll("\0", "\n");
    const plain = words.filter((word) => word !== "-z");
    const result = await nested(["sort", ...plain], context, { stdin: lines(String(context.stdin)) });
    return { ...result, stdout: result.stdout.replaceAll("\n", "\0") };
  }
  if (!words.includes("-f") || !words.includes("-u") || words.includes("-k")) {
    return original("sort", words, context);
  }
  const result = await original("sort", [...words.filter((word) => word !== "-u"), "-s"], context);
  const lines = result.stdout.split("\n");
  const stdout = lines.filter((line, at) => line.toUpperCase() !== lines[at - 1]?.toUpperCase()).join("\n");
  return { ...result, stdout };
}

export async function seq(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const { format, words } = formattedSequence(argv);
  const result = await original("seq", words, context);
  return format === null ? result : { ...result, stdout: result.stdout.replace(/^.+$/gm, format) };
}

export async function dumpedBy(
  name: "od" | "xxd",
  argv: string[],
  context: ResolvedCommandContext,
): Promise<ExecResult> {
  const read = (file: string) => readIfThere(file, context, "binary");
  return dumped(name, argv, { stdin: String(context.stdin), read });
}

/** `env A=1 program`: what the program starts has it, too. */
export function env(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const at = argv.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  if (at < 1 || argv[at]?.startsWith("-")) {
    return original("env", argv, context);
  }
  const set = argv.slice(0, at).map((word) => word.replace(/=(.*)$/s, (_, value: string) => `=${singleQuoted(value)}`));
  return nested(argv.slice(at), context, { before: `${set.join(" ")} ` });
}

export function shell(name: string): Tool {
  return (argv, context) => {
    if (/^-[a-z]*c$/.test(argv.at(-1) ?? "") && argv.length === 1) {
      const stderr = name === "sh" ? "sh: 0: -c requires an argument\n" : `${name}: -c: option requires an argument\n`;
      return Promise.resolve({ stdout: "", stderr, exitCode: 2 });
    }
    const fed = Buffer.from(String(context.stdin), "latin1").toString("utf8");
    return original(name, shellWords(name, argv, fed) ?? argv, context);
  };
}

/** `head -n -2`: all but the last two. Null for what the built-in does itself. */
export async function headWithoutEnd(argv: readonly string[], context: ResolvedCommandContext) {
  const said = /^(-n|-c|--lines=|--bytes=)-(\d+)(?: (.*))?$/s.exec(argv.join(" ").replace(/^(-[nc]) -/, "$1-"));
  const files = argv.filter((word) => !word.startsWith("-"));
  if (!said || files.length > 1) {
    return null;
  }
  const [, kind = "", count] = said;
  const result = await nested(["cat", ...files], context);
  const pieces = /^--?[nl]/.test(kind) ? (result.stdout.match(/[^\n]*\n|[^\n]+$/g) ?? []) : [...result.stdout];
  return { ...result, stdout: pieces.slice(0, Math.max(0, pieces.length - Number(count))).join("") };
}
