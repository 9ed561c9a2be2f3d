import type { ChecklistItem } from "@/lib/core/runbook/facts/facts";
import type { Runbook, Section, Step } from "@/lib/core/runbook/runbook";

/** One line of the checklist, with where it stands in the document. */
export type ChecklistStep = { readonly step: Step; readonly section: Section; readonly level: number };

/** The runbook as a checklist: sections in document order, with all their steps, nested ones after their parent. */
export type ChecklistSection = {
  readonly section: Section;
  readonly steps: readonly ChecklistStep[];
};

/** Flattens the section tree; sections without steps are left out. */
export function checklistOf(runbook: Runbook): readonly ChecklistSection[] {
  return runbook.sections.flatMap(sectionLines);
}

function sectionLines(section: Section): readonly ChecklistSection[] {
  const steps = section.steps.flatMap((step) => stepLines(step, section, 0));
  const own = steps.length > 0 ? [{ section, steps }] : [];
  return [...own, ...section.sections.flatMap(sectionLines)];
}

function stepLines(step: Step, section: Section, level: number): readonly ChecklistStep[] {
  return [{ step, section, level }, ...step.steps.flatMap((child) => stepLines(child, section, level + 1))];
}

/** Is a section out of play because another branch of its group was chosen? `branches` maps group to chosen section. */
export function isOtherBranch(section: Section, branches: Readonly<Record<string, string>>): boolean {
  if (!section.branch) {
    return false;
  }
  const chosen = branches[section.branch.group];
  return chosen !== undefined && chosen !== section.id;
}

/** The mandatory items of the resolution checklist that nobody has settled: why an incident cannot be resolved yet. */
export function signOffBlockers(
  items: readonly ChecklistItem[],
  settled: Readonly<Record<string, unknown>>,
): readonly ChecklistItem[] {
  return items.filter((item) => item.mandatory && settled[item.id] === undefined);
}
