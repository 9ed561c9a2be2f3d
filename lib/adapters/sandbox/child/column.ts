import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { original } from "./built-ins";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { linesOf, readInputs, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "c", long: "output-width", takes: "value" },
  { letter: "x", long: "fillrows", takes: "nothing" },
];

const TAB = 8;

/** `column`: a list in as many columns as fit, parted by tabs. Tables (`-t`) are the built-in's. */
export async function column(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return original("column", argv, context);
  }
  const said = saidIn(words);
  const inputs = await readInputs(words.rest, context);
  const texts = inputs.map((input) => ("text" in input ? input.text : ""));
  const entries = texts.flatMap((text) => linesOf(text)).filter((line) => line.trim() !== "");
  const stderr = inputs
    .map((input) => ("problem" in input ? `column: ${input.name}: ${input.problem}\n` : ""))
    .join("");
  const longest = Math.max(0, ...entries.map(widthOf));
  const step = Math.floor(longest / TAB) * TAB + TAB;
  const count = Math.max(1, Math.floor(Number(said.get("c") ?? context.env.get("COLUMNS") ?? 80) / step));
  const rows = said.has("x") ? filledByRow(entries, count) : filledByColumn(entries, count);
  const stdout = rows.map((row) => `${row.map((entry, at) => padded(entry, at < row.length - 1, step)).join("")}\n`);
  return { stdout: stdout.join(""), stderr, exitCode: stderr === "" ? 0 : 1, stdoutKind: "bytes" };
}

function widthOf(bytes: string): number {
  return [...Buffer.from(bytes, "latin1").toString("utf8")].length;
}

function padded(entry: string, isFollowed: boolean, step: number): string {
  return isFollowed ? entry + "\t".repeat(Math.ceil((step - widthOf(entry)) / TAB)) : entry;
}

function filledByRow(entries: readonly string[], count: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(entries.length / count) }, (_, row) =>
    entries.slice(row * count, (row + 1) * count),
  );
}

function filledByColumn(entries: readonly string[], count: number): readonly (readonly string[])[] {
  const height = Math.ceil(entries.length / count);
  return Array.from({ length: height }, (_, row) => entries.filter((_entry, at) => at % height === row));
}
