import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { linesOf, misused, readInputs, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "c", long: "count", takes: "nothing" },
  { letter: "d", long: "repeated", takes: "nothing" },
  { letter: "D", takes: "nothing" },
  { letter: "u", long: "unique", takes: "nothing" },
  { letter: "i", long: "ignore-case", takes: "nothing" },
  { letter: "z", long: "zero-terminated", takes: "nothing" },
  { letter: "f", long: "skip-fields", takes: "value" },
  { letter: "s", long: "skip-chars", takes: "value" },
  { letter: "w", long: "check-chars", takes: "value" },
];

/** `uniq`: of lines that follow each other and are the same, one. `-f`, `-s` and `-w` say what of them is compared. */
export async function uniq(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return misused("uniq", words.problem);
  }
  const said = saidIn(words);
  const [from = "-", to] = words.rest;
  const [input] = await readInputs([from], context);
  if (!input || "problem" in input) {
    return { stdout: "", stderr: `uniq: ${from}: ${input?.problem}\n`, exitCode: 1 };
  }
  const end = said.has("z") ? "\0" : "\n";
  const groups = groupsOf(linesOf(input.text, end), (line) => compared(line, said));
  const stdout = groups
    .filter((group) => !(said.has("d") || said.has("D")) || group.length > 1)
    .filter((group) => !said.has("u") || group.length === 1)
    .flatMap((group) => (said.has("D") ? group : group.slice(0, 1).map((line) => counted(line, group.length, said))))
    .map((line) => `${line}${end}`)
    .join("");
  if (to !== undefined && to !== "-") {
    await context.fs.writeFile(context.fs.resolvePath(context.cwd, to), Buffer.from(stdout, "latin1"));
    return { stdout: "", stderr: "", exitCode: 0 };
  }
  return { stdout, stderr: "", exitCode: 0, stdoutKind: "bytes" };
}

type Said = ReadonlyMap<string, string>;

function counted(line: string, count: number, said: Said): string {
  return said.has("c") ? `${String(count).padStart(7)} ${line}` : line;
}

function compared(line: string, said: Said): string {
  const fields = new RegExp(`^(?:[ \\t]*[^ \\t]*){${Number(said.get("f") ?? 0)}}`);
  const from = Number(said.get("s") ?? 0);
  const rest = line.replace(fields, "").slice(from);
  const key = said.has("w") ? rest.slice(0, Number(said.get("w"))) : rest;
  return said.has("i") ? key.toLowerCase() : key;
}

function groupsOf(lines: readonly string[], keyOf: (line: string) => string): readonly (readonly string[])[] {
  const groups: string[][] = [];
  let last: string | null = null;
  for (const line of lines) {
    const key = keyOf(line);
    if (key === last) {
      groups.at(-1)?.push(line);
    } else {
      groups.push([line]);
    }
    last = key;
  }
  return groups;
}
