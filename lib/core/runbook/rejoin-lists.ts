import type { Block } from "./block";

type List = Extract<Block, { kind: "list" }>;

/** What is not indented cuts a numbered list in two: where the numbers go on, it is one list again. */
export function rejoinLists(blocks: readonly Block[]): readonly Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const before = block.kind === "list" ? listBefore(joined, block) : null;
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

/** The list that a list continues: no heading stands between, and its number is the next one. */
function listBefore(blocks: readonly Block[], next: List): { readonly at: number; readonly list: List } | null {
  const at = blocks.findLastIndex((block) => !between.has(block.kind));
  const list = blocks[at];
  const isNext =
    list?.kind === "list" &&
    at < blocks.length - 1 &&
    list.ordered &&
    next.ordered &&
    next.start > 1 &&
    next.start === (list.items.at(-1)?.number ?? 0) + 1;
  return isNext ? { at, list } : null;
}

function join(list: List, between: readonly Block[], next: List): List {
  const last = list.items.at(-1);
  const end = between.at(-1)?.lines.end;
  const items = last
    ? [
        ...list.items.slice(0, -1),
        {
          ...last,
          blocks: [...last.blocks, ...between],
          lines: { start: last.lines.start, end: end ?? last.lines.end },
          ownEnd: last.lines.end,
        },
      ]
    : [];
  return { ...list, items: [...items, ...next.items], lines: { start: list.lines.start, end: next.lines.end } };
}
