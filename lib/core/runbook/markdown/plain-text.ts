import type { Block, Inline } from "../block";
import type { Runbook, Section } from "../runbook";

/** Every word the model holds, in the document's order: what `headroom show --text` prints. */
export function plainText(runbook: Runbook): string {
  return `${[runbook.frontMatter, ...runbook.sections.map(sectionText)].filter((text) => text !== "").join("\n")}\n`;
}

function sectionText(section: Section): string {
  return [blocksText(section.blocks), ...section.sections.map(sectionText)].join("\n");
}

/** Two that share a line are one text that was cut there, maybe within a word. */
function blocksText(blocks: readonly Block[]): string {
  return blocks
    .map((block, at) => {
      const before = blocks[at - 1];
      return `${before === undefined || isTorn(before, block) ? "" : "\n"}${blockText(block)}`;
    })
    .join("");
}

function isTorn(before: Block, block: Block): boolean {
  return before.kind === "raw" && block.kind === "raw" && before.lines.end === block.lines.start;
}

function blockText(block: Block): string {
  switch (block.kind) {
    case "heading":
    case "paragraph":
      return allText(block.children);
    case "list":
      return block.items
        .map((item, index) => {
          const mark = block.ordered ? `${item.number ?? block.start + index}. ` : "- ";
          const task = item.checked === undefined ? "" : item.checked ? "[x] " : "[ ] ";
          return `${mark}${task}${blocksText(item.blocks)}`;
        })
        .join("\n");
    case "table":
      return block.rows.map((row) => row.map(allText).join(" | ")).join("\n");
    case "code":
      return `${block.language}\n${block.text}`;
    case "quote":
      return blocksText(block.blocks);
    case "raw":
      return block.text;
    case "break":
      return "";
  }
}

/** With the addresses and titles of links and images: they are words of the source too. Marks part words, as there. */
function allText(children: readonly Inline[]): string {
  return children.map(inlineWords).join("");
}

function inlineWords(inline: Inline): string {
  switch (inline.kind) {
    case "text":
      return inline.written === undefined ? inline.text : `${inline.text} ${inline.written}`;
    case "code":
      return `\`${inline.text}\``;
    case "strong":
      return `**${allText(inline.children)}**`;
    case "emphasis":
      return `*${allText(inline.children)}*`;
    case "deleted":
      return `~~${allText(inline.children)}~~`;
    case "link":
      return `[${allText(inline.children)}]${addressText(inline)}`;
    case "image":
      return `![${inline.alt}]${addressText(inline)}`;
    case "line-break":
      return "\n";
  }
}

/** As it is written: the address of a reference stands where it is defined. */
function addressText({ url, title = "", reference }: Extract<Inline, { url: string }>): string {
  return reference === undefined ? `(${url} ${title})` : `[${reference}]`;
}

/** The words of a text, in any script; most texts are plain, and what holds for all scripts is dear. */
function wordsOf(text: string): readonly string[] {
  return text.match(/[\u0080-\uffff]/.test(text) ? /[\p{L}\p{N}]+/gu : /[A-Za-z0-9]+/g) ?? [];
}

/** Whether every word of a source text is in the blocks made of it, in its order. */
export function holdsAllWords(blocks: readonly Block[], source: string): boolean {
  const wanted = wordsOf(source);
  let at = 0;
  for (const held of wordsOf(blocksText(blocks))) {
    at += held === wanted[at] ? 1 : 0;
  }
  return at === wanted.length;
}
