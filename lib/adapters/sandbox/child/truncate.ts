import type { ExecResult, ResolvedCommandContext } from "just-bash";
import { type GnuOption, gnuOptions } from "./gnu-options";
import { misused, saidIn } from "./inputs";

const options: readonly GnuOption[] = [
  { letter: "s", long: "size", takes: "value" },
  { letter: "c", long: "no-create", takes: "nothing" },
];

/** `truncate -s 0 file`: as long as it is told to be, whatever it held. */
export async function truncate(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const words = gnuOptions(argv, { options });
  if ("problem" in words) {
    return misused("truncate", words.problem);
  }
  const said = saidIn(words);
  const size = said.get("s");
  if (size === undefined || words.rest.length === 0) {
    const problem = size === undefined ? "you must specify either ‘--size’ or ‘--reference’" : "missing file operand";
    return misused("truncate", problem);
  }
  const lengthOf = lengthFrom(size);
  if (lengthOf === null) {
    return { stdout: "", stderr: `truncate: Invalid number: ‘${size}’\n`, exitCode: 1 };
  }
  for (const file of words.rest) {
    await cutOff(context.fs.resolvePath(context.cwd, file), { context, lengthOf, isMade: !said.has("c") });
  }
  return { stdout: "", stderr: "", exitCode: 0 };
}

/** How long a file of some length becomes; null for what is no size. */
function lengthFrom(size: string): ((length: number) => number) | null {
  const [, sign = "", digits, unit = ""] = /^([+-]?)(\d+)([KMG]?B?)$/.exec(size) ?? [];
  const power = unit === "" ? 0 : "_KMG".indexOf(unit.charAt(0));
  const bytes = Number(digits) * (unit.endsWith("B") ? 1000 : 1024) ** power;
  if (digits === undefined || power < 0) {
    return null;
  }
  return sign === "" ? () => bytes : (length) => Math.max(0, length + (sign === "+" ? bytes : -bytes));
}

type Cut = {
  readonly context: ResolvedCommandContext;
  readonly isMade: boolean;
  lengthOf(length: number): number;
};

async function cutOff(path: string, { context: { fs }, lengthOf, isMade }: Cut): Promise<void> {
  const isThere = await fs.exists(path);
  if (isThere || isMade) {
    const held = isThere ? await fs.readFileBuffer(path) : new Uint8Array();
    const kept = new Uint8Array(lengthOf(held.length));
    kept.set(held.subarray(0, kept.length));
    await fs.writeFile(path, kept);
  }
}
