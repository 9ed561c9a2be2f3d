import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { linesOf, misused, readInputs, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "b", long: "bytes", takes: "value" },
  { letter: "c", long: "characters", takes: "value" },
  { letter: "f", long: "fields", takes: "value" },
  { letter: "d", long: "delimiter", takes: "value" },
  { letter: "n", takes: "nothing" },
  { letter: "s", long: "only-delimited", takes: "nothing" },
  { letter: "z", long: "zero-terminated", takes: "nothing" },
  { long: "complement", takes: "nothing" },
  { long: "output-delimiter", takes: "value" },
];

type Range = { readonly from: number; readonly to: number };

type Cut = {
  readonly ranges: readonly Range[];
  /** Null to cut bytes. */
  readonly delimiter: string | null;
  readonly between: string;
  readonly isOnlyDelimited: boolean;
};

/** `cut`: fields or bytes of each line, or all but those. */
export async function cut(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return misused("cut", words.problem);
  }
  const said = saidIn(words);
  const asked = asCut(said);
  if ("problem" in asked) {
    return misused("cut", asked.problem);
  }
  const end = said.has("z") ? "\0" : "\n";
  let [stdout, stderr] = ["", ""];
  for (const input of await readInputs(words.rest, context)) {
    if ("problem" in input) {
      stderr += `cut: ${input.name}: ${input.problem}\n`;
      continue;
    }
    const lines = linesOf(input.text, end).flatMap((line) => cutLine(line, asked));
    stdout += lines.map((line) => `${line}${end}`).join("");
  }
  return { stdout, stderr, exitCode: stderr === "" ? 0 : 1, stdoutKind: "bytes" };
}

type Wrong = { readonly problem: string };
type Said = ReadonlyMap<string, string>;

function asCut(said: Said): Cut | Wrong {
  const lists = ["b", "c", "f"].flatMap((name) => said.get(name) ?? []);
  const problem = misuseOf(said, lists);
  const ranges = problem === null ? rangesOf(lists[0] ?? "", said.has("f")) : { problem };
  if ("problem" in ranges) {
    return ranges;
  }
  const delimiter = said.has("f") ? asBytes((said.get("d") ?? "\t") || "\0") : null;
  return {
    ranges: said.has("complement") ? complement(ranges) : ranges,
    delimiter,
    between: asBytes(said.get("output-delimiter") ?? delimiter ?? ""),
    isOnlyDelimited: said.has("s"),
  };
}

function misuseOf(said: Said, lists: readonly string[]): string | null {
  if (lists.length !== 1) {
    return lists.length === 0
      ? "you must specify a list of bytes, characters, or fields"
      : "only one list may be specified";
  }
  if ([...(said.get("d") ?? "")].length > 1) {
    return "the delimiter must be a single character";
  }
  return said.has("d") && !said.has("f") ? "an input delimiter may be specified only when operating on fields" : null;
}

/** Words are text, what a filter reads is bytes. */
function asBytes(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function rangesOf(list: string, isOfFields: boolean): readonly Range[] | Wrong {
  const pieces = list.split(/[, \t]/).map((piece) => rangeOf(piece, isOfFields));
  const wrong = pieces.find((piece) => "problem" in piece);
  return wrong && "problem" in wrong ? wrong : merged(pieces.flatMap((piece) => ("problem" in piece ? [] : [piece])));
}

function rangeOf(piece: string, isOfFields: boolean): Range | Wrong {
  const [, from = "", dash = "", to = ""] = /^(\d*)(-?)(\d*)$/.exec(piece) ?? [];
  if (from === "" && to === "") {
    return { problem: problemOf(piece, isOfFields) };
  }
  const last = dash === "" ? from : to || "Infinity";
  const range = { from: Number(from || 1), to: Number(last) };
  if (range.from === 0) {
    return { problem: isOfFields ? "fields are numbered from 1" : "byte/character positions are numbered from 1" };
  }
  return range.to < range.from ? { problem: "invalid decreasing range" } : range;
}

function problemOf(piece: string, isOfFields: boolean): string {
  if (piece === "-") {
    return "invalid range with no endpoint: -";
  }
  return piece === ""
    ? `${isOfFields ? "fields" : "byte/character positions"} are numbered from 1`
    : `invalid ${isOfFields ? "field" : "byte/character"} ${/^\d+-/.test(piece) ? "range" : `value ‘${piece}’`}`;
}

function merged(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  for (const range of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = found.at(-1);
    if (last && range.from <= last.to) {
      found.splice(-1, 1, { from: last.from, to: Math.max(last.to, range.to) });
    } else {
      found.push(range);
    }
  }
  return found;
}

function complement(ranges: readonly Range[]): readonly Range[] {
  const found: Range[] = [];
  let from = 1;
  for (const range of ranges) {
    if (range.from > from) {
      found.push({ from, to: range.from - 1 });
    }
    from = range.to + 1;
  }
  return from === Number.POSITIVE_INFINITY ? found : [...found, { from, to: Number.POSITIVE_INFINITY }];
}

function cutLine(line: string, { ranges, delimiter, between, isOnlyDelimited }: Cut): readonly string[] {
  if (delimiter === null) {
    return [
      ranges
        .map(({ from, to }) => line.slice(from - 1, to))
        .filter(Boolean)
        .join(between),
    ];
  }
  const fields = line.split(delimiter);
  if (fields.length === 1) {
    return isOnlyDelimited ? [] : [line];
  }
  return [ranges.flatMap(({ from, to }) => fields.slice(from - 1, to)).join(between)];
}
