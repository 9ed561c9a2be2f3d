import { diffArrays } from "diff";
import type { ExecResult, ResolvedCommandContext } from "just-bash";

const known = /^-[uqwbi]+$|^--(?:unified|brief|ignore-all-space|ignore-space-change|ignore-case|color=\w+)$/;

/** Can `diff` of two files be done here, in GNU's form? */
export function isPlainDiff(argv: readonly string[]): boolean {
  const flags = argv.filter((word) => /^-./.test(word));
  return flags.every((flag) => known.test(flag)) && argv.length - flags.length === 2;
}

/** A file; its text is bytes, one a character. A last line that does not end says so in a line of its own. */
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
  const problems = sides.flatMap((side) => (typeof side === "string" ? [`diff: ${side}\n`] : []));
  const [left, right] = sides;
  if (!left || !right || typeof left === "string" || typeof right === "string") {
    return { stdout: "", stderr: problems.join(""), exitCode: 2 };
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
  return { stdout, stderr: "", exitCode: 1, stdoutKind: "bytes" };
}

const BARE_END = "\n\\ No newline at end of file";

/** A file, or what is wrong with it. */
async function readSide(name: string, { fs, cwd, stdin }: ResolvedCommandContext): Promise<Side | string> {
  const path = fs.resolvePath(cwd, name);
  if (name !== "-" && !(await fs.exists(path))) {
    return `${name}: No such file or directory`;
  }
  if (name !== "-" && (await fs.stat(path)).isDirectory) {
    return `${name}: Is a directory; folders are not compared here`;
  }
  const text = name === "-" ? String(stdin) : await fs.readFile(path, "binary");
  const lines = text === "" ? [] : text.replace(/\n$/, "").split("\n");
  const last = text === "" || text.endsWith("\n") ? [] : [`${lines.pop()}${BARE_END}`];
  return { name: Buffer.from(name).toString("latin1"), lines: [...lines, ...last] };
}

function sameBy(argv: readonly string[]): (line: string) => string {
  const letters = argv.filter((word) => /^-[a-z]+$/.test(word)).join("");
  const squeezed = (line: string) =>
    letters.includes("w") || argv.includes("--ignore-all-space")
      ? line.replace(BARE_END, "").replace(BLANKS, "")
      : letters.includes("b") || argv.includes("--ignore-space-change")
        ? line.replace(BARE_END, "").replace(BLANKS_AT_END, "").replace(BLANKS, " ")
        : line;
  return letters.includes("i") || argv.includes("--ignore-case")
    ? (line) => squeezed(line).replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
    : squeezed;
}

/** Of bytes: to JavaScript, a half of `à` is a blank. */
const BLANKS = /[ \t\v\f\r]+/g;
const BLANKS_AT_END = /[ \t\v\f\r]+$/;

/** Files that have less in common than this are one change: to find the little would take minutes. */
const MAX_EDITS = 2_000;

/** Places of a line that both have. */
type Pair = { readonly left: number; readonly right: number };

function changesOf(left: Side, right: Side, key: (line: string) => string): readonly Change[] {
  const changes: Change[] = [];
  let from = 0;
  let to = 0;
  const end: Pair = { left: left.lines.length, right: right.lines.length };
  for (const pair of [...pairsOf(left.lines.map(key), right.lines.map(key)), end]) {
    if (pair.left > from || pair.right > to) {
      const removed = left.lines.slice(from, pair.left);
      changes.push({ from, removed, to, added: right.lines.slice(to, pair.right) });
    }
    from = pair.left + 1;
    to = pair.right + 1;
  }
  return changes;
}

/** A line that the other side has nowhere is looked at no further, which makes most files short. */
function pairsOf(left: readonly string[], right: readonly string[]): readonly Pair[] {
  const inLeft = new Set(left);
  const inRight = new Set(right);
  const lefts = left.flatMap((line, index) => (inRight.has(line) ? [index] : []));
  const rights = right.flatMap((line, index) => (inLeft.has(line) ? [index] : []));
  const linesOfLeft = lefts.map((index) => left[index] ?? "");
  const linesOfRight = rights.map((index) => right[index] ?? "");
  const runs =
    diffArrays(linesOfLeft, linesOfRight, { maxEditLength: MAX_EDITS }) ?? middleOf(linesOfLeft, linesOfRight);
  const at = { left: 0, right: 0 };
  return runs.flatMap(({ count = 0, added, removed }) => {
    const { left: start, right: startRight } = at;
    at.left += added ? 0 : count;
    at.right += removed ? 0 : count;
    return added || removed
      ? []
      : lefts.slice(start, at.left).map((place, index) => ({ left: place, right: rights[startRight + index] ?? 0 }));
  });
}

type Run = { readonly count: number; readonly added: boolean; readonly removed: boolean };

/** What both begin and end with stays, all between is replaced. */
function middleOf(left: readonly string[], right: readonly string[]): readonly Run[] {
  const shorter = Math.min(left.length, right.length);
  let before = 0;
  while (before < shorter && left[before] === right[before]) {
    before += 1;
  }
  let after = 0;
  while (after < shorter - before && left.at(-1 - after) === right.at(-1 - after)) {
    after += 1;
  }
  return [
    { count: before, added: false, removed: false },
    { count: left.length - before - after, added: false, removed: true },
    { count: right.length - before - after, added: true, removed: false },
    { count: after, added: false, removed: false },
  ];
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
