import type { ResolvedCommandContext } from "just-bash";
import { readIfThere } from "./built-ins";
import type { GnuWords } from "./gnu-options";

/** One of the files that a filter was given, as bytes; `-` is its input. */
export type Input =
  | { readonly name: string; readonly text: string }
  | { readonly name: string; readonly problem: string };

/** What the files hold, in their order; the input where no file is named. */
export function readInputs(files: readonly string[], context: ResolvedCommandContext): Promise<readonly Input[]> {
  return Promise.all((files.length === 0 ? ["-"] : files).map((name) => readInput(name, context)));
}

async function readInput(name: string, context: ResolvedCommandContext): Promise<Input> {
  if (name === "-") {
    return { name, text: String(context.stdin) };
  }
  const path = context.fs.resolvePath(context.cwd, name);
  if ((await context.fs.exists(path)) && (await context.fs.stat(path)).isDirectory) {
    return { name, problem: "Is a directory" };
  }
  const text = await readIfThere(name, context, "binary");
  return text === null ? { name, problem: "No such file or directory" } : { name, text };
}

/** The lines of a text, without what ends them. */
export function linesOf(text: string, end = "\n"): string[] {
  const lines = text.split(end);
  return lines.at(-1) === "" ? lines.slice(0, -1) : lines;
}

/** What a GNU program says of words that it does not know. */
export function misused(program: string, problem: string, exitCode = 1) {
  return { stdout: "", stderr: `${program}: ${problem}\nTry '${program} --help' for more information.\n`, exitCode };
}

/** The options that were given, by letter, each with the last value that it was given. */
export function saidIn(words: Exclude<GnuWords, { readonly problem: string }>): ReadonlyMap<string, string> {
  return new Map(words.options.map(({ name, value }) => [name, value ?? ""]));
}
