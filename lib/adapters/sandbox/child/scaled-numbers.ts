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
  readonly fromUnit: number;
  readonly toUnit: number;
  readonly layout: Layout;
  /** How much of a size without its sign is kept. */
  round(size: number): number;
};

/** numfmt: numbers as people read them (`1.5K`), and back. */
export function scaled(argv: readonly string[], stdin: string): ExecResult {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return failed(words.problem, 1);
  }
  const said = new Map(words.options.map(({ name, value }) => [name, value ?? ""]));
  const layout = layoutOf(said.get("format"));
  if (typeof layout === "string") {
    return failed(layout, 1);
  }
  const settings = settingsOf(said, layout);
  const lines = words.rest.length > 0 ? words.rest : stdin.replace(/\n$/, "").split("\n");
  const heads = said.has("header") && words.rest.length === 0 ? Number(said.get("header") || 1) : 0;
  return convertLines(lines, { settings, heads, field: Number(said.get("field") ?? 1), delimiter: said.get("d") });
}

function settingsOf(said: ReadonlyMap<string, string>, layout: Layout): Settings {
  return {
    from: said.get("from") ?? "none",
    to: said.get("to") ?? "none",
    suffix: said.get("suffix") ?? "",
    padding: Number(said.get("padding") ?? 0),
    fromUnit: unitOf(said.get("from-unit") ?? "1"),
    toUnit: unitOf(said.get("to-unit") ?? "1"),
    layout,
    round: rounding.get(said.get("round") ?? "") ?? Math.ceil,
  };
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
  const { before, behind, fill, width: said } = settings.layout;
  const text = `${written((value * settings.fromUnit) / settings.toUnit, settings)}${suffix}`;
  const place = padding || said;
  const width = Math.abs(place) || (space === "" ? 0 : piece.length);
  return { text: before + (place < 0 ? text.padEnd(width) : text.padStart(width, fill)) + behind };
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

/** With as many digits behind the point as the format says; without one, with one digit below ten. */
function written(value: number, { to, layout: { precision }, round }: Settings): string {
  const base = to === "si" ? 1000 : 1024;
  const sign = value < 0 ? "-" : "";
  if (to === "none" || Math.abs(value) < base) {
    return `${sign}${rounded(Math.abs(value), precision ?? 0, round).toFixed(precision ?? 0)}`;
  }
  let power = 0;
  let size = Math.abs(value);
  while (size >= base && power < PREFIXES.length) {
    size /= base;
    power += 1;
  }
  const kept = (of: number) => precision ?? (rounded(of, 1, round) < 10 ? 1 : 0);
  if (rounded(size, kept(size), round) >= base) {
    size /= base;
    power += 1;
  }
  const digits = rounded(size, kept(size), round).toFixed(kept(size));
  return `${sign}${digits}${PREFIXES[power - 1] ?? ""}${to === "iec-i" ? "i" : ""}`;
}

const rounding: ReadonlyMap<string, (size: number) => number> = new Map([
  ["up", Math.ceil],
  ["down", Math.floor],
  ["from-zero", Math.ceil],
  ["towards-zero", Math.floor],
  ["nearest", Math.round],
]);

/** Nothing that comes of counting in twos is a digit more. */
const NOISE = 1e-9;

function rounded(size: number, digits: number, round: Settings["round"]): number {
  const shifted = size * 10 ** digits;
  const whole = Math.round(shifted);
  return (Math.abs(shifted - whole) < NOISE ? whole : round(shifted)) / 10 ** digits;
}

type Layout = {
  readonly before: string;
  readonly behind: string;
  readonly fill: string;
  /** Below nothing for what stands on the left. */
  readonly width: number;
  readonly precision: number | null;
};

/** How `--format` lays a number out, or the sentence that says why it cannot. */
function layoutOf(format = "%f"): Layout | string {
  const found = /^((?:[^%]|%%)*)%'?(0?)(-?\d*)(?:\.(\d+))?f((?:[^%]|%%)*)$/.exec(format);
  if (!found) {
    const isPlain = !format.replaceAll("%%", "").includes("%");
    return isPlain ? `format ‘${format}’ has no % directive` : `format ‘${format}’ has too many % directives`;
  }
  const [, before = "", zero, width, precision, behind = ""] = found;
  return {
    before: before.replaceAll("%%", "%"),
    behind: behind.replaceAll("%%", "%"),
    fill: zero === "0" ? "0" : " ",
    width: Number(width),
    precision: precision === undefined ? null : Number(precision),
  };
}

/** `1024`, `Ki`, `M`: how much one of them is. */
function unitOf(unit: string): number {
  const [, count = "", prefix = "", binary = ""] = /^(\d*)([KMGTPEZY]?)(i?)$/.exec(unit) ?? [];
  return Number(count || 1) * (binary === "" ? 1000 : 1024) ** (PREFIXES.indexOf(prefix || " ") + 1);
}

function failed(problem: string, exitCode: number): ExecResult {
  return { stdout: "", stderr: `numfmt: ${problem}\n`, exitCode };
}
