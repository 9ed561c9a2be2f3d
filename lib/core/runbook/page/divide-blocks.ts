import { grouped } from "@/lib/core/kernel/grouped";
import { cutText } from "@/lib/core/kernel/text-pieces";
import type { Block, Inline } from "../block";

/** How much there is to draw of words: elements, and text by its length. */
function inlineWeight(parts: readonly Inline[]): number {
  let weight = 0;
  for (const part of parts) {
    weight += 1 + ("children" in part ? inlineWeight(part.children) : lengthWeight(part));
  }
  return weight;
}

const CHARACTERS_PER_ELEMENT = 200;

function lengthWeight(part: Exclude<Inline, { readonly children: unknown }>): number {
  return "text" in part ? part.text.length / CHARACTERS_PER_ELEMENT : 0;
}

/** Code in colours is many short elements; longer code is drawn without them. */
export const MAX_COLOURED_LENGTH = 20_000;
const COLOURED_CHARACTERS_PER_ELEMENT = 20;
/** Each operation or item that is a step has a line of tags, and notes beside it. */
const NOTED_WEIGHT = 8;

type Of<Kind extends Block["kind"]> = Extract<Block, { readonly kind: Kind }>;

function codeWeight({ text, parts }: Pick<Of<"code">, "text" | "parts">): number {
  const isColoured = text.length <= MAX_COLOURED_LENGTH;
  return text.length / (isColoured ? COLOURED_CHARACTERS_PER_ELEMENT : CHARACTERS_PER_ELEMENT) + partsWeight(parts);
}

function partsWeight(parts: Of<"code">["parts"]): number {
  return parts.length * NOTED_WEIGHT;
}

function itemWeight({ blocks, stepId }: Of<"list">["items"][number]): number {
  return (stepId === undefined ? 2 : NOTED_WEIGHT) + blocksWeight(blocks);
}

function rowWeight(row: Of<"table">["rows"][number]): number {
  return row.reduce((sum, cell) => sum + 1 + inlineWeight(cell), 1);
}

function sumOf<Value>(values: readonly Value[], weightOf: (value: Value) => number): number {
  return values.reduce((sum, value) => sum + weightOf(value), 0);
}

/** How much there is to draw, in elements, roughly. */
export function blockWeight(block: Block): number {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return 1 + inlineWeight(block.children);
    case "list":
      return sumOf(block.items, itemWeight);
    case "table":
      return sumOf(block.rows, rowWeight);
    case "code":
      return codeWeight(block);
    case "quote":
      return 1 + blocksWeight(block.blocks);
    case "raw":
      return 1 + block.text.length / CHARACTERS_PER_ELEMENT;
    case "break":
      return 1;
  }
}

function blocksWeight(blocks: readonly Block[]): number {
  return sumOf(blocks, blockWeight);
}

/** A block in pieces of no more than `limit`, as far as it has places to divide it; nothing of it is left out. */
export function divideBlock(block: Block, limit: number): readonly Block[] {
  if (blockWeight(block) <= limit) {
    return [block];
  }
  switch (block.kind) {
    case "paragraph":
      return grouped(block.children, limit, (one) => inlineWeight([one])).map((children) => ({ ...block, children }));
    case "list":
      return dividedList(block, limit);
    case "table":
      return dividedTable(block, limit);
    case "code":
      return dividedCode(block, limit);
    case "quote":
      return grouped(
        block.blocks.flatMap((inner) => divideBlock(inner, limit)),
        limit,
        blockWeight,
      ).map((blocks) => ({ ...block, blocks }));
    case "raw":
      return [...cutText(block.text, limit * CHARACTERS_PER_ELEMENT)].map((text) => ({ ...block, text }));
    case "heading":
    case "break":
      return [block];
  }
}

function dividedList(block: Of<"list">, limit: number): readonly Block[] {
  let before = 0;
  return grouped(block.items, limit, itemWeight).map((items) => {
    const start = block.start + before;
    before += items.length;
    return { ...block, items, start };
  });
}

/** Each piece has the head, so that its columns have names. */
function dividedTable(block: Of<"table">, limit: number): readonly Block[] {
  const [head = [], ...rows] = block.rows;
  return grouped(rows, limit, rowWeight).map((piece) => ({ ...block, rows: [head, ...piece] }));
}

/** Between two of its parts, each of which stays with what is said of it. */
function dividedCode(block: Of<"code">, limit: number): readonly Block[] {
  const lines = block.text.split("\n");
  const first = block.lines.start + 1;
  const groups = grouped(
    block.parts,
    limit,
    (part) => NOTED_WEIGHT + lengthOf(lines, part.lines, first) / COLOURED_CHARACTERS_PER_ELEMENT,
  );
  let from = 0;
  return groups.map((parts, at) => {
    const next = groups[at + 1]?.[0];
    const to = next ? Math.max(from, next.lines.start - first) : lines.length;
    const text = lines.slice(from, to).join("\n");
    from = to;
    return { ...block, parts, text };
  });
}

function lengthOf(lines: readonly string[], { start, end }: Block["lines"], first: number): number {
  return sumOf(lines.slice(Math.max(0, start - first), end - first + 1), (line) => line.length + 1);
}
