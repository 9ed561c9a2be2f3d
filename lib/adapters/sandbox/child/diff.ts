import { diffArrays } from "diff";
import type { ExecResult, ResolvedCommandContext } from "just-bash";

const known = /^-[uqwbiB]+$|^--(?:unified|brief|ignore-all-space|ignore-space-change|ignore-case|color=\w+)$/;

/** Can `diff` of two files be done here, in GNU's form? */
export function isPlainDiff(argv: readonly string[]): boolean {
  const flags = argv.filter((word) => /^-./.test(word));
  return (
    flags.every((flag) => known.test(flag)) &&
    !flags.some((flag) => /^-[a-zA-Z]*B/.test(flag)) &&
    argv.length - flags.length === 2
  );
}

type Side = { readonly name: string; readonly lines: readonly string[] };
type Change = {
  readonly from: number;
  readonly removed: readonly string[];
  readonly to: number;
  readonly added: readonly string[];
};

/** `diff A B`: what has to be done with A so that it becomes B. */
export async function diff(argv: string[], context: ResolvedCommandContext): Promise<ExecResult> {
  const names = argv.filter((word) => !/^-./.test(word));
  const sides = await Promise.all(names.map((name) => readSide(name, context)));
  const missing = sides.flatMap((side, index) => (side ? [] : [`diff: ${names[index]}: No such file or directory\n`]));
  const [left, right] = sides;
  if (!left || !right) {
    return { stdout: "", stderr: missing.join(""), exitCode: 2 };
  }
  const changes = changesOf(left, right, sameBy(argv));
  if (changes.length === 0) {
    return { stdout: "", stderr: "", exitCode: 0 };
  }
  const has = (letter: string, long: string) =>
    argv.some((word) => word === long || new RegExp(`^-[a-z]*${letter}`).test(word));
  const stdout = has("q", "--brief")
    ? `Files ${left.name} and ${right.name} differ\n`
    : has("u", "--unified")
      ? unified(left, right, changes)
      : changes.map(normal).join("");
  return { stdout, stderr: "", exitCode: 1 };
}

async function readSide(name: string, { fs, cwd, stdin }: ResolvedCommandContext): Promise<Side | null> {
  const path = fs.resolvePath(cwd, name);
  if (name !== "-" && !(await fs.exists(path))) {
    return null;
  }
  const text = name === "-" ? String(stdin) : await fs.readFile(path, "binary");
  return { name, lines: text === "" ? [] : text.replace(/\n$/, "").split("\n") };
}

function sameBy(argv: readonly string[]): (line: string) => string {
  const letters = argv.filter((word) => /^-[a-z]+$/.test(word)).join("");
  const squeezed = (line: string) =>
    letters.includes("w") || argv.includes("--ignore-all-space")
      ? line.replace(/\s+/g, "")
      : letters.includes("b") || argv.includes("--ignore-space-change")
        ? line.replace(/\s+$/, "").replace(/\s+/g, " ")
        : line;
  return letters.includes("i") || argv.includes("--ignore-case") ? (line) => squeezed(line).toLowerCase() : squeezed;
}

function changesOf(left: Side, right: Side, key: (line: string) => string): readonly Change[] {
  const at = { left: 0, right: 0 };
  const pieces = diffArrays(left.lines.map(key), right.lines.map(key)).map(({ count = 0, added, removed }) => {
    const from = at.left;
    const to = at.right;
    at.left += added ? 0 : count;
    at.right += removed ? 0 : count;
    const isSame = !(added || removed);
    return { from, removed: left.lines.slice(from, at.left), to, added: right.lines.slice(to, at.right), isSame };
  });
  return pieces.reduce<Piece[]>(withPiece, []).filter(({ isSame }) => !isSame);
}

type Piece = { from: number; removed: string[]; to: number; added: string[]; isSame: boolean };

/** What is taken away and what is put in its place are one change. */
function withPiece(all: Piece[], piece: Piece): Piece[] {
  const last = all.at(-1);
  if (!last || last.isSame || piece.isSame) {
    all.push(piece);
  } else {
    last.removed.push(...piece.removed);
    last.added.push(...piece.added);
  }
  return all;
}

/** `2c2`, `5,6d4`, `0a1,2`: an empty side is named by the line before it. */
function normal({ from, removed, to, added }: Change): string {
  const letter = removed.length === 0 ? "a" : added.length === 0 ? "d" : "c";
  const head = `${placeOf(from, removed.length)}${letter}${placeOf(to, added.length)}`;
  const middle = letter === "c" ? ["---"] : [];
  return `${[head, ...removed.map((line) => `< ${line}`), ...middle, ...added.map((line) => `> ${line}`)].join("\n")}\n`;
}

function placeOf(before: number, count: number): string {
  return count < 2 ? String(before + count) : `${before + 1},${before + count}`;
}

const CONTEXT = 3;

function unified(left: Side, right: Side, changes: readonly Change[]): string {
  const hunks: Change[][] = [];
  for (const change of changes) {
    const last = hunks.at(-1)?.at(-1);
    if (last && change.from - (last.from + last.removed.length) <= 2 * CONTEXT) {
      hunks.at(-1)?.push(change);
    } else {
      hunks.push([change]);
    }
  }
  return `--- ${left.name}\n+++ ${right.name}\n${hunks.map((hunk) => hunkText(hunk, left, right)).join("")}`;
}

function hunkText(hunk: readonly Change[], left: Side, right: Side): string {
  const [first] = hunk;
  const last = hunk.at(-1);
  if (!first || !last) {
    return "";
  }
  const start = Math.max(0, first.from - CONTEXT);
  const end = Math.min(left.lines.length, last.from + last.removed.length + CONTEXT);
  const startRight = start + (first.to - first.from);
  const endRight = Math.min(right.lines.length, end + (last.to + last.added.length - last.from - last.removed.length));
  const lines: string[] = [];
  let at = start;
  for (const { from, removed, added } of hunk) {
    lines.push(...left.lines.slice(at, from).map((line) => ` ${line}`));
    lines.push(...removed.map((line) => `-${line}`), ...added.map((line) => `+${line}`));
    at = from + removed.length;
  }
  lines.push(...left.lines.slice(at, end).map((line) => ` ${line}`));
  return `@@ -${rangeOf(start, end - start)} +${rangeOf(startRight, endRight - startRight)} @@\n${lines.join("\n")}\n`;
}

function rangeOf(before: number, count: number): string {
  const start = count === 0 ? before : before + 1;
  return count === 1 ? String(start) : `${start},${count}`;
}
