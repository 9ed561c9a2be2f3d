import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { misused, readInputs } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "l", long: "lines", takes: "nothing" },
  { letter: "w", long: "words", takes: "nothing" },
  { letter: "m", long: "chars", takes: "nothing" },
  { letter: "c", long: "bytes", takes: "nothing" },
  { letter: "L", long: "max-line-length", takes: "nothing" },
];

/** In the order in which they are printed, whatever the order in which they are asked for. */
const columns = ["l", "w", "m", "c", "L"] as const;
type Counts = Readonly<Record<(typeof columns)[number], number>>;
const nothing: Counts = { l: 0, w: 0, m: 0, c: 0, L: 0 };

/** `wc`, in GNU's columns: as wide as the bytes of all files need, seven for an input whose size is not known. */
export async function wc(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return misused("wc", words.problem);
  }
  const asked = new Set(words.options.map(({ name }) => name));
  const shown = columns.filter((column) => (asked.size === 0 ? /[lwc]/.test(column) : asked.has(column)));
  const inputs = await readInputs(words.rest, context);
  const rows = inputs.map((input) => ({ input, counts: "problem" in input ? nothing : countsOf(input.text) }));
  const total = rows.map(({ counts }) => counts).reduce(added, nothing);
  const isWide = inputs.some((input) => input.name === "-" || ("problem" in input && /^Is a/.test(input.problem)));
  const least = isWide ? 7 : 1;
  const width = shown.length === 1 && inputs.length === 1 ? 1 : Math.max(least, String(total.c).length);
  const written = (counts: Counts, name: string | undefined) =>
    [...shown.map((column) => String(counts[column]).padStart(width)), ...(name === undefined ? [] : [name])].join(" ");
  const lines = rows
    .filter(({ input }) => !("problem" in input && /^No such/.test(input.problem)))
    .map(({ input, counts }) => written(counts, words.rest.length === 0 ? undefined : input.name));
  const stdout = [...lines, ...(inputs.length > 1 ? [written(total, "total")] : [])]
    .map((line) => `${line}\n`)
    .join("");
  const stderr = inputs.map((input) => ("problem" in input ? `wc: ${input.name}: ${input.problem}\n` : "")).join("");
  return { stdout, stderr, exitCode: stderr === "" ? 0 : 1 };
}

function added(a: Counts, b: Counts): Counts {
  return { l: a.l + b.l, w: a.w + b.w, m: a.m + b.m, c: a.c + b.c, L: Math.max(a.L, b.L) };
}

function countsOf(bytes: string): Counts {
  const text = Buffer.from(bytes, "latin1").toString("utf8");
  const lines = text.split("\n");
  return {
    l: lines.length - 1,
    w: text.split(/\s+/).filter(Boolean).length,
    m: [...text].length,
    c: bytes.length,
    L: lines.map(widthOf).reduce((most, width) => Math.max(most, width), 0),
  };
}

function widthOf(line: string): number {
  let width = 0;
  for (const character of line) {
    width += character === "\t" ? 8 - (width % 8) : 1;
  }
  return width;
}
