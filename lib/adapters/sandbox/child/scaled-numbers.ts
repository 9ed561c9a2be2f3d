import type { ExecResult } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";

const PREFIXES = "KMGTPEZY";

const options: readonly GnuOption[] = [
  ...["from", "to", "suffix", "padding", "field", "format", "header", "round", "from-unit", "to-unit"].map(
    (long): GnuOption => ({ long, takes: long === "header" ? "glued" : "value" }),
  ),
  { letter: "d", long: "delimiter", takes: "value" },
  { long: "grouping", takes: "nothing" },
];

type Settings = {
  readonly from: string;
  readonly to: string;
  readonly suffix: string;
  readonly padding: number;
};

/** numfmt: numbers as people read them (`1.5K`), and back. */
export function scaled(argv: readonly string[], stdin: string): ExecResult {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return failed(words.problem, 1);
  }
  const said = new Map(words.options.map(({ name, value }) => [name, value ?? ""]));
  const unknown = ["format", "round", "from-unit", "to-unit"].find((name) => said.has(name));
  if (unknown !== undefined) {
    return failed(`--${unknown} is not done here`, 1);
  }
  const settings = {
    from: said.get("from") ?? "none",
    to: said.get("to") ?? "none",
    suffix: said.get("suffix") ?? "",
    padding: Number(said.get("padding") ?? 0),
  };
  const lines = words.rest.length > 0 ? words.rest : stdin.replace(/\n$/, "").split("\n");
  const heads = said.has("header") && words.rest.length === 0 ? Number(said.get("header") || 1) : 0;
  return convertLines(lines, { settings, heads, field: Number(said.get("field") ?? 1), delimiter: said.get("d") });
}

type Columns = {
  readonly settings: Settings;
  /** Lines that stay as they are. */
  readonly heads: number;
  readonly field: number;
  readonly delimiter: string | undefined;
};

function convertLines(lines: readonly string[], { settings, heads, field, delimiter }: Columns): ExecResult {
  let stdout = "";
  for (const [at, line] of lines.entries()) {
    const pieces = delimiter === undefined ? line.split(/(?<=\S)(?=\s)/) : line.split(delimiter);
    const piece = pieces[field - 1];
    if (at < heads || piece === undefined) {
      stdout += `${line}\n`;
      continue;
    }
    const converted = convert(piece, settings);
    if ("problem" in converted) {
      return { ...failed(converted.problem, 2), stdout };
    }
    stdout += `${pieces.with(field - 1, converted.text).join(delimiter ?? "")}\n`;
  }
  return { stdout, stderr: "", exitCode: 0 };
}

type Converted = { readonly text: string } | { readonly problem: string };

function convert(piece: string, settings: Settings): Converted {
  const [, space = "", word = ""] = /^(\s*)(.*)$/s.exec(piece) ?? [];
  const { suffix, padding } = settings;
  const bare = suffix !== "" && word.endsWith(suffix) ? word.slice(0, -suffix.length) : word;
  const value = meantBy(bare, settings.from);
  if (typeof value === "string") {
    return { problem: value };
  }
  const text = `${written(value, settings.to)}${suffix}`;
  const width = Math.abs(padding) || (space === "" ? 0 : piece.length);
  return { text: padding < 0 ? text.padEnd(width) : text.padStart(width) };
}

/** The number that is meant, or the sentence that says why it is none. */
function meantBy(word: string, from: string): number | string {
  const [, digits, prefix = "", behind = ""] = /^(-?\d+(?:\.\d+)?)([KMGTPEZY]?)(.*)$/s.exec(word) ?? [];
  if (digits === undefined) {
    return `invalid number: ‘${word}’`;
  }
  const problem = problemOf(word, { prefix, behind, from });
  if (problem !== null) {
    return problem;
  }
  const base = from.startsWith("iec") || behind === "i" ? 1024 : 1000;
  return Number(digits) * base ** (PREFIXES.indexOf(prefix || " ") + 1);
}

type Behind = { readonly prefix: string; readonly behind: string; readonly from: string };

function problemOf(word: string, { prefix, behind, from }: Behind): string | null {
  if (prefix !== "" && from === "none") {
    return `rejecting suffix in input: ‘${word}’ (consider using --from)`;
  }
  if (prefix !== "" && behind === "" && from === "iec-i") {
    return `missing 'i' suffix in input: ‘${word}’ (e.g Ki/Mi/Gi)`;
  }
  const isMeant = behind === "" || (behind === "i" && prefix !== "" && /^(?:auto|iec-i)$/.test(from));
  return isMeant ? null : `invalid suffix in input${prefix === "" ? `: ‘${word}’` : ` ‘${word}’: ‘${behind}’`}`;
}

/** Rounded away from nothing, with one digit behind the point below ten. */
function written(value: number, to: string): string {
  const base = to === "si" ? 1000 : 1024;
  if (to === "none" || Math.abs(value) < base) {
    return String(Math.sign(value) * Math.ceil(Math.abs(value)));
  }
  let power = 0;
  let size = Math.abs(value);
  while (size >= base && power < PREFIXES.length) {
    size /= base;
    power += 1;
  }
  let shown = rounded(size);
  if (shown >= base) {
    shown = rounded(shown / base);
    power += 1;
  }
  const digits = shown < 10 ? shown.toFixed(1) : String(shown);
  return `${value < 0 ? "-" : ""}${digits}${PREFIXES[power - 1] ?? ""}${to === "iec-i" ? "i" : ""}`;
}

function rounded(size: number): number {
  const tenths = Math.ceil(size * 10 - 1e-9) / 10;
  return tenths < 10 ? tenths : Math.ceil(size - 1e-9);
}

function failed(problem: string, exitCode: number): ExecResult {
  return { stdout: "", stderr: `numfmt: ${problem}\n`, exitCode };
}
