import type { Block } from "../block";
import { inlineText, leadText } from "../markdown/inline-text";
import type { Section } from "../runbook";
import { walkSections } from "../walk";
import type { ActionLine } from "./facts";

/** Items and rows of prevention and follow-up sections: what is to be done when the incident is over. */
export function followUpLines(sections: readonly Section[]): readonly ActionLine[] {
  return [...walkSections(sections)]
    .filter(({ phase }) => phase.value === "prevention" || phase.value === "follow-up")
    .flatMap((section) => section.blocks.flatMap(actionsIn))
    .map(({ text, lines }) => ({ text: text.replace(/\s+/g, " ").trim(), lines }))
    .filter(({ text }) => text !== "");
}

function actionsIn(block: Block): readonly ActionLine[] {
  switch (block.kind) {
    case "list":
      return block.items.map((item) => ({ text: leadText(item.blocks), lines: item.lines }));
    case "table":
      return block.rows.slice(1).map((row) => ({
        text: row
          .map((cell) => inlineText(cell).trim())
          .filter((cell) => cell !== "")
          .join(" · "),
        lines: block.lines,
      }));
    default:
      return [];
  }
}
