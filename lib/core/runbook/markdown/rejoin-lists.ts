import type { Block } from "../block";
import { inlineText } from "./inline-text";

type List = Extract<Block, { kind: "list" }>;

/** What is not indented cuts a numbered list in two: where the numbers go on, it is one list again. */
export function rejoinLists(blocks: readonly Block[]): readonly Block[] {
  // Counted lists first: one that begins with "1. 2." is none of ones.
  return withTrailing(joinedWhere(isOnes, joinedWhere(isNext, blocks)));
}

type GoesOn = (list: List, cut: readonly Block[], next: List) => boolean;

function joinedWhere(goesOn: GoesOn, blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const before = block.kind === "list" ? listBefore(joined, block, goesOn) : null;
    if (block.kind === "list" && before) {
      joined.splice(before.at, joined.length, join(before.list, joined.slice(before.at + 1), block));
    } else {
      joined.push(block);
    }
  }
  return joined;
}

/** What may stand between the items of one list: a heading or another list begins something new. */
const between = new Set<Block["kind"]>(["code", "paragraph", "quote", "table", "raw"]);

/** The list that a list continues: no heading stands between. */
function listBefore(
  blocks: readonly Block[],
  next: List,
  goesOn: GoesOn,
): { readonly at: number; readonly list: List } | null {
  const at = blocks.findLastIndex((block) => !between.has(block.kind));
  const list = blocks[at];
  if (list?.kind !== "list" || at === blocks.length - 1 || !list.ordered || !next.ordered) {
    return null;
  }
  return goesOn(list, blocks.slice(at + 1), next) ? { at, list } : null;
}

/** Its number is the next one. */
function isNext(list: List, _cut: readonly Block[], next: List): boolean {
  return next.start > 1 && next.start === (list.items.at(-1)?.number ?? 0) + 1;
}

/** "1." before each item, for Markdown to count: code stands between, and no words that begin another list. */
function isOnes(list: List, cut: readonly Block[], next: List): boolean {
  return (
    [...list.items, ...next.items].every(({ number }) => number === 1) &&
    cut[0]?.kind === "code" &&
    cut.every((block) => block.kind === "code" || (block.kind === "paragraph" && isSentence(block)))
  );
}

function isSentence({ children }: Extract<Block, { kind: "paragraph" }>): boolean {
  return /[.!)]$/.test(inlineText(children).trim());
}

function join(list: List, between: readonly Block[], next: List): List {
  const whole = taking(list, between);
  return {
    ...whole,
    items: [...whole.items, ...next.items],
    lines: { start: list.lines.start, end: next.lines.end },
  };
}

/** The list whose last item has these blocks too. */
function taking(list: List, blocks: readonly Block[]): List {
  const last = list.items.at(-1);
  const end = blocks.at(-1)?.lines.end;
  if (!last || end === undefined) {
    return list;
  }
  const own = { ...last, blocks: [...last.blocks, ...blocks], lines: { start: last.lines.start, end } };
  return {
    ...list,
    items: [...list.items.slice(0, -1), { ...own, ownEnd: last.ownEnd ?? last.lines.end }],
    lines: { start: list.lines.start, end },
  };
}

/** The block behind the last item of a list is that item's, as those between the others are, or when it follows at once. */
function withTrailing(blocks: readonly Block[]): readonly Block[] {
  const made: Block[] = [];
  for (const block of blocks) {
    const before = made.at(-1);
    if (block.kind === "code" && before?.kind === "list" && isTrailing(before, block.lines.start)) {
      made[made.length - 1] = taking(before, [block]);
    } else {
      made.push(block);
    }
  }
  return made;
}

function isTrailing({ ordered, items, lines }: List, start: number): boolean {
  const isCut = items.slice(0, -1).some(({ ownEnd }) => ownEnd !== undefined) && items.at(-1)?.ownEnd === undefined;
  return ordered && (start === lines.end + 1 || isCut);
}
