import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { type Input, linesOf, misused, readInputs, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "e", long: "echo", takes: "nothing" },
  { letter: "i", long: "input-range", takes: "value" },
  { letter: "n", long: "head-count", takes: "value" },
  { letter: "r", long: "repeat", takes: "nothing" },
];

/** `shuf`: lines, words or numbers in no order. */
export async function shuf(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return misused("shuf", words.problem);
  }
  const said = saidIn(words);
  const range = said.get("i");
  const isGiven = said.has("e") || range !== undefined;
  const found = linesIn(isGiven ? [] : await readInputs(words.rest, context));
  const lines = range === undefined ? found : numbersOf(range);
  if (typeof lines === "string") {
    return { stdout: "", stderr: `shuf: ${lines}\n`, exitCode: 1 };
  }
  const drawn = draw(said.has("e") ? words.rest : lines, said);
  const kind = isGiven ? {} : ({ stdoutKind: "bytes" } as const);
  return { stdout: drawn.map((line) => `${line}\n`).join(""), stderr: "", exitCode: 0, ...kind };
}

/** The lines of all, or the sentence that says what cannot be read. */
function linesIn(inputs: readonly Input[]): readonly string[] | string {
  const lines: string[] = [];
  for (const input of inputs) {
    if ("problem" in input) {
      return `${input.name}: ${input.problem}`;
    }
    lines.push(...linesOf(input.text));
  }
  return lines;
}

function numbersOf(range: string): readonly string[] | string {
  const [, low, high] = /^(\d+)-(\d+)$/.exec(range) ?? [];
  const count = Number(high) - Number(low) + 1;
  return count >= 0
    ? Array.from({ length: count }, (_, at) => String(Number(low) + at))
    : `invalid input range: ‘${range}’`;
}

function draw(lines: readonly string[], said: ReadonlyMap<string, string>): readonly (string | undefined)[] {
  const most = Number(said.get("n") ?? lines.length);
  return said.has("r") && lines.length > 0
    ? Array.from({ length: most }, () => lines[Math.floor(Math.random() * lines.length)])
    : shuffled(lines).slice(0, most);
}

function shuffled(lines: readonly string[]): readonly string[] {
  return lines
    .map((line) => ({ line, place: Math.random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ line }) => line);
}
