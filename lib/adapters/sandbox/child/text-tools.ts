import type { ExecResult, ResolvedCommandContext } from "just-bash";

/** Runs what the shell has for a program. */
export type Original = (name: string, argv: string[]) => Promise<ExecResult>;

/** Without files, what stands at the input. */
export function pasteWords(argv: readonly string[]): string[] {
  const files = argv.filter((word, index) => !/^-./.test(word) && !/^-s?d$/.test(argv[index - 1] ?? ""));
  const words = argv.map((word, at) =>
    /^-s?d$/.test(argv[at - 1] ?? "") ? word.replace("\\t", "\t").replace("\\n", "\n") : word,
  );
  return files.length === 0 ? [...words, "-"] : words;
}

/** `\0` is the character NUL. */
export function trWords(argv: readonly string[]): string[] {
  return argv.map((word) => word.replace(/\\0(?![0-7])/g, "\0"));
}

const inPlace = /^(?:-i|--in-place=)(.+)$/s;

/** `sed -i.bak` keeps the files as they were under another name; `1i\text` is `1i text`. */
export async function sed(argv: string[], context: ResolvedCommandContext, original: Original): Promise<ExecResult> {
  const { fs, cwd } = context;
  const [suffix] = argv.flatMap((word) => inPlace.exec(word)?.[1] ?? []);
  for (const file of suffix === undefined ? [] : argv.filter((word) => !word.startsWith("-"))) {
    const path = fs.resolvePath(cwd, file);
    if ((await fs.exists(path)) && (await fs.stat(path)).isFile) {
      await fs.writeFile(`${path}${suffix}`, await fs.readFileBuffer(path));
    }
  }
  const words = argv.map((word) => (inPlace.test(word) ? "-i" : word));
  return original(
    "sed",
    words.map((word) => word.replace(/^((?:\d+|\$|\/[^/\n]+\/)?[aic])\\(?=[^\n])/, "$1 ")),
  );
}
