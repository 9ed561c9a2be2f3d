import type { Block, Inline } from "../block";
import { inlineText } from "../markdown/inline-text";
import type { Section } from "../runbook";
import type { LineRange } from "../source";
import { walkSections } from "../walk";
import type { Facts } from "./facts";

/** All links of the prose, with where they stand. */
export function documentLinks(sections: readonly Section[]): Facts["links"] {
  const inBlock = (block: Block): Facts["links"] => {
    switch (block.kind) {
      case "heading":
      case "paragraph":
        return inInlines(block.children, block.lines);
      case "list":
        return block.items.flatMap((item) => item.blocks.flatMap(inBlock));
      case "table":
        return block.rows.flatMap((row) => row.flatMap((cell) => inInlines(cell, block.lines)));
      case "quote":
        return block.blocks.flatMap(inBlock);
      case "code":
      case "raw":
      case "break":
        return [];
    }
  };
  return [...walkSections(sections)].flatMap((section) => section.blocks.flatMap(inBlock));
}

function inInlines(children: readonly Inline[], lines: LineRange): Facts["links"] {
  return children.flatMap((inline) => {
    if (inline.kind === "link") {
      return [{ text: inlineText(inline.children), url: inline.url, lines }];
    }
    return "children" in inline ? inInlines(inline.children, lines) : [];
  });
}
