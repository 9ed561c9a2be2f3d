import type { Block } from "../block";
import { slugOf } from "../ids";
import { inlineText, leadText } from "../markdown/inline-text";
import { findQuantities } from "../quantities";
import type { Section } from "../runbook";
import { walkSections } from "../walk";
import type { ChecklistCheck, ChecklistItem } from "./facts";

const checklistTitle = /checklist|sign[- ]?off/i;
const fallbackTitle = /resol|verif|success|recover/i;

/** The resolution checklist: task items under a heading that says so, else those under resolution or verification. */
export function resolutionChecklist(sections: readonly Section[]): readonly ChecklistItem[] {
  const all = [...walkSections(sections)];
  const named = all.filter(
    (section) => checklistTitle.test(section.title) && !/pre|deploy|launch/i.test(section.title),
  );
  const tasks = named.flatMap(taskItems);
  const items =
    tasks.length > 0 ? tasks : all.filter((section) => fallbackTitle.test(section.title)).flatMap(taskItems);
  return checklistItemsOf(items);
}

type WrittenItem = { readonly text: string; readonly lines: ChecklistItem["lines"] };

/** Items of a checklist by their words: with ids, whether they bind, and the check that a machine can do. */
export function checklistItemsOf(written: readonly WrittenItem[]): readonly ChecklistItem[] {
  const seen = new Map<string, number>();
  return written.map(({ text, lines }) => {
    const slug = slugOf(text) || "item";
    const count = (seen.get(slug) ?? 0) + 1;
    seen.set(slug, count);
    const check = checkOf(text);
    const mandatory = !/\boptional\b|\bif (?:possible|applicable|needed)\b/i.test(text);
    return { id: count === 1 ? slug : `${slug}-${count}`, text, mandatory, lines, ...(check && { check }) };
  });
}

function taskItems(section: Section): readonly WrittenItem[] {
  const tasksIn = (blocks: readonly Block[]): readonly WrittenItem[] =>
    blocks.flatMap((block) =>
      block.kind === "list"
        ? block.items.flatMap((item) => [
            ...(item.checked === undefined
              ? []
              : [{ text: leadText(item.blocks).replace(/\s+/g, " ").trim(), lines: item.lines }]),
            ...tasksIn(item.blocks),
          ])
        : [],
    );
  return [...tasksIn(section.blocks), ...section.blocks.flatMap(markedLines)];
}

/** "✔ Memory is back to normal", line by line in a paragraph: a list of tasks without its marks. */
function markedLines(block: Block): readonly WrittenItem[] {
  if (block.kind !== "paragraph") {
    return [];
  }
  return inlineText(block.children)
    .split("\n")
    .flatMap((line, index) => {
      const [, text] = /^\s*[✔✓✅☑☐□⬜]\uFE0F?\s*(\S.*)$/u.exec(line) ?? [];
      const at = block.lines.start + index;
      return text === undefined ? [] : [{ text: text.trim(), lines: { start: at, end: at } }];
    });
}

/** The machine's check behind an item's words; null when only a person can tell. */
function checkOf(text: string): ChecklistCheck | null {
  const quantities = findQuantities(text);
  if (/oom/i.test(text) && /\bno\b|without|zero|\b0\b/i.test(text)) {
    const window = quantities.find((quantity) => quantity.unit === "seconds");
    return { kind: "no-oom-kill", windowSeconds: window?.value ?? 1800 };
  }
  if (!/memory|rss|working set/i.test(text)) {
    return null;
  }
  const bound = quantities.find((quantity) => quantity.comparator === "<" || quantity.comparator === "<=");
  if (bound?.unit === "ratio") {
    return { kind: "memory-below", ratioOfLimit: bound.value };
  }
  return bound?.unit === "bytes" ? { kind: "memory-below-bytes", bytes: bound.value } : null;
}
