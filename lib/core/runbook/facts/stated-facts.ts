import type { FrontMatter } from "../front-matter";
import { findDuration, findQuantities } from "../quantities";
import { checklistItemsOf } from "./checklist-items";
import type { ActionLine, ChecklistItem, EscalationLevel } from "./facts";

/** The lines that front matter states instead of those in the text; null when it states none. */
export function statedLines(
  texts: readonly string[] | undefined,
  { lines }: FrontMatter,
): readonly ActionLine[] | null {
  return texts?.map((text) => ({ text, lines, from: "front-matter" as const })) ?? null;
}

/** The resolution checklist that front matter states; null when it states none. */
export function statedChecklist({ checklist, lines }: FrontMatter): readonly ChecklistItem[] | null {
  return (
    (checklist &&
      checklistItemsOf(checklist.map(({ text }) => ({ text, lines }))).map((item, index) => ({
        ...item,
        mandatory: checklist[index]?.mandatory ?? item.mandatory,
        from: "front-matter" as const,
      }))) ??
    null
  );
}

/** The ladder that front matter states; null when it states none. */
export function statedEscalation({ escalation, lines }: FrontMatter): readonly EscalationLevel[] | null {
  return (
    escalation?.map((level, index) => {
      const afterSeconds = level.after === undefined ? null : findDuration(level.after);
      const check = findQuantities(level.when ?? "").find(({ unit }) => unit !== "seconds");
      return {
        level: index + 1,
        title: level.title,
        ...(afterSeconds !== null && { afterSeconds }),
        ...(check && { check }),
        ...(level.severity !== undefined && { severity: { value: level.severity, from: "front-matter" as const } }),
        ...(level.automatic === true && { isAutomatic: true as const }),
        criteria: level.criteria ?? [],
        contacts: level.contacts ?? [],
        lines,
        from: "front-matter" as const,
      };
    }) ?? null
  );
}
