import type { ExecResult, ResolvedCommandContext } from "just-bash";

/** Runs what the shell has for a program. */
export type Original = (name: string, argv: string[]) => Promise<ExecResult>;

/** A field never holds the delimiter, so that what stands between fields can be told from them. */
export async function cut(argv: string[], original: Original): Promise<ExecResult> {
  const put = /^--output-delimiter=(.*)$/s;
  const [said] = argv.flatMap((word) => put.exec(word)?.[1] ?? []);
  const words = argv.filter((word) => !put.test(word));
  const result = await original("cut", words);
  return said === undefined ? result : { ...result, stdout: result.stdout.replaceAll(delimiterOf(words), said) };
}

function delimiterOf(words: readonly string[]): string {
  const at = words.findIndex((word) => word === "-d" || word === "--delimiter");
  const glued = words.map((word) => /^(?:-d|--delimiter=)(.)/su.exec(word)?.[1]).find((found) => found !== undefined);
  return (at === -1 ? glued : words[at + 1]) ?? "\t";
}

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

/** GNU's columns: as wide as the bytes of all files need, seven for an input whose size is not known. */
export async function wc(argv: string[], { fs, cwd }: ResolvedCommandContext, original: Original): Promise<ExecResult> {
  const result = await original("wc", argv);
  const files = argv.filter((word) => !/^-./.test(word));
  const rows = result.stdout.split("\n").map((line) => /^\s*((?:\d+\s+)*\d+)(?: (\D.*| ?\d.*))?$/s.exec(line));
  const columns = Math.max(...rows.map((row) => row?.[1]?.split(/\s+/).length ?? 0));
  const sizes = await Promise.all(files.map((file) => sizeOf(fs.resolvePath(cwd, file), fs)));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wide = files.length === 0 || files.includes("-") ? 7 : String(total).length;
  const width = columns === 1 && files.length < 2 ? 1 : wide;
  const lines = rows.map((row, index) => (row ? padded(row, width) : result.stdout.split("\n")[index]));
  return { ...result, stdout: lines.join("\n") };
}

function padded([, numbers = "", name]: RegExpExecArray, width: number): string {
  const columns = numbers.split(/\s+/).map((number) => number.padStart(width));
  return [...columns, ...(name === undefined ? [] : [name])].join(" ");
}

async function sizeOf(path: string, fs: ResolvedCommandContext["fs"]): Promise<number> {
  return (await fs.exists(path)) ? (await fs.stat(path)).size : 0;
}
