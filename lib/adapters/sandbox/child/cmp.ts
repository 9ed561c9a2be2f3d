import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { type Input, readInputs, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "s", long: "silent", takes: "nothing" },
  { long: "quiet", takes: "nothing" },
  { letter: "l", long: "verbose", takes: "nothing" },
  { letter: "n", long: "bytes", takes: "value" },
];

type Side = { readonly name: string; readonly text: string };

/** `cmp`: where two files differ first; with `-l`, every byte that does. */
export async function cmp(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  const [first, second = "-"] = "problem" in words ? [] : words.rest;
  if ("problem" in words || first === undefined) {
    const problem = "problem" in words ? words.problem : `missing operand after '${argv.at(-1) ?? "cmp"}'`;
    return { stdout: "", stderr: `cmp: ${problem}\ncmp: Try 'cmp --help' for more information.\n`, exitCode: 2 };
  }
  const said = saidIn(words);
  const sides = sidesOf(await readInputs([first, second], context), said.get("n"));
  const result =
    typeof sides === "string" ? { stdout: "", stderr: `cmp: ${sides}\n`, exitCode: 2 } : compared(sides, said.has("l"));
  return said.has("s") || said.has("quiet") ? { ...result, stdout: "", stderr: "" } : result;
}

/** Both, or the sentence that says which cannot be read. */
function sidesOf(inputs: readonly Input[], most: string | undefined): readonly Side[] | string {
  const sides: Side[] = [];
  for (const input of inputs) {
    if ("problem" in input) {
      return `${input.name}: ${input.problem}`;
    }
    sides.push({ name: input.name, text: most === undefined ? input.text : input.text.slice(0, Number(most)) });
  }
  return sides;
}

function compared(sides: readonly Side[], isVerbose: boolean): ExecResult {
  const [a = { name: "", text: "" }, b = a] = sides;
  const common = Math.min(a.text.length, b.text.length);
  const places = Array.from({ length: common }, (_, at) => at).filter((at) => a.text[at] !== b.text[at]);
  const [first] = places;
  if (first !== undefined && !isVerbose) {
    const line = a.text.slice(0, first).split("\n").length;
    return { stdout: `${a.name} ${b.name} differ: byte ${first + 1}, line ${line}\n`, stderr: "", exitCode: 1 };
  }
  const width = String(common).length;
  const octal = (text: string, at: number) => text.charCodeAt(at).toString(8).padStart(3);
  const row = (at: number) => `${String(at + 1).padStart(width)} ${octal(a.text, at)} ${octal(b.text, at)}\n`;
  const stderr = endOf(a, b, isVerbose);
  return { stdout: places.map(row).join(""), stderr, exitCode: places.length > 0 || stderr !== "" ? 1 : 0 };
}

function endOf(a: Side, b: Side, isVerbose: boolean): string {
  if (a.text.length === b.text.length) {
    return "";
  }
  const { name, text } = a.text.length < b.text.length ? a : b;
  if (text === "") {
    return `cmp: EOF on ${name} which is empty\n`;
  }
  const lines = text.split("\n").length - 1;
  const line = text.endsWith("\n") ? `, line ${lines}` : `, in line ${lines + 1}`;
  return `cmp: EOF on ${name} after byte ${text.length}${isVerbose ? "" : line}\n`;
}
