import { grouped } from "@/lib/core/kernel/grouped";
import { blockWeight } from "@/lib/core/runbook/page/divide-blocks";
import type { Runbook, Section, Step } from "@/lib/core/runbook/runbook";
import { walkSections } from "@/lib/core/runbook/walk";

/** A step of the first level with all under it, and the section it stands in. */
type Unit = { readonly sectionId: string; readonly step: Step; readonly weight: number };

/** A runbook as rooms show it: whole, or of one that is too long for one page a stretch of its steps at a time. */
export type ChecklistParts = {
  readonly count: number;
  /** The part with this number, from 1; the nearest one for a number that there is none of. */
  readonly at: (number: number) => { readonly number: number; readonly runbook: Runbook };
  /** The number of the first part with a step for which this holds; null when there is none. */
  readonly find: (holds: (step: Step) => boolean) => number | null;
};

/** Up to here a room draws the whole checklist; the longest of our own editions is half of it. */
const WHOLE_WEIGHT = 4_000;
const PART_WEIGHT = 800;
/** A longer text around the steps of a section is read on the runbook's own page. */
const LONG_TEXT_WEIGHT = 400;
const ROW_WEIGHT = 6;
const OPERATION_WEIGHT = 4;
const SECTION_WEIGHT = 3;
const SECTIONS_IN_A_TURN = 200;

/** Divides the steps of a runbook for rooms. `pause` lets others have their turn: there may be ten thousand sections. */
export async function checklistParts(runbook: Runbook, pause: () => Promise<void>): Promise<ChecklistParts> {
  const texts = new Map<string, number>();
  const units: Unit[] = [];
  let weight = 0;
  for (const section of walkSections(runbook.sections)) {
    const text = section.blocks.reduce((sum, block) => sum + blockWeight(block), 0);
    texts.set(section.id, text);
    const added = section.steps.map((step) => ({ sectionId: section.id, step, weight: stepWeight(step) }));
    units.push(...added);
    weight += added.reduce((sum, unit) => sum + unit.weight, text + SECTION_WEIGHT);
    if (texts.size % SECTIONS_IN_A_TURN === 0) {
      await pause();
    }
  }
  if (weight <= WHOLE_WEIGHT || units.length < 2) {
    return { count: 1, at: () => ({ number: 1, runbook }), find: (holds) => (units.some(has(holds)) ? 1 : null) };
  }
  const groups = grouped(withTexts(units, texts), PART_WEIGHT, (unit) => unit.weight);
  const cuts = new Map<number, Runbook>();
  return {
    count: groups.length,
    at: (asked) => {
      const number = Math.min(Math.max(asked, 1), groups.length);
      const cut = cuts.get(number) ?? cutTo(runbook, groups[number - 1] ?? [], texts);
      cuts.set(number, cut);
      return { number, runbook: cut };
    },
    find: (holds) => {
      const at = groups.findIndex((group) => group.some(has(holds)));
      return at < 0 ? null : at + 1;
    },
  };
}

function stepWeight({ operations, steps }: Step): number {
  return steps.reduce((sum, step) => sum + stepWeight(step), ROW_WEIGHT + operations.length * OPERATION_WEIGHT);
}

/** The first step of a section brings its heading and its text along. */
function withTexts(units: readonly Unit[], texts: ReadonlyMap<string, number>): readonly Unit[] {
  return units.map((unit, at) => {
    const isFirst = units[at - 1]?.sectionId !== unit.sectionId;
    const text = Math.min(texts.get(unit.sectionId) ?? 0, LONG_TEXT_WEIGHT);
    return isFirst ? { ...unit, weight: unit.weight + text + SECTION_WEIGHT } : unit;
  });
}

function has(holds: (step: Step) => boolean) {
  const isIn = (step: Step): boolean => holds(step) || step.steps.some(isIn);
  return ({ step }: Unit) => isIn(step);
}

/** The runbook with these steps only, and the sections around them, so that branches are still known. */
function cutTo(runbook: Runbook, units: readonly Unit[], texts: ReadonlyMap<string, number>): Runbook {
  const kept = Map.groupBy(units, ({ sectionId }) => sectionId);
  const cut = (section: Section): readonly Section[] => {
    const sections = section.sections.flatMap(cut);
    const steps = (kept.get(section.id) ?? []).map(({ step }) => step);
    const isShort = (texts.get(section.id) ?? 0) <= LONG_TEXT_WEIGHT;
    const blocks = steps.length > 0 && isShort ? section.blocks : [];
    return steps.length + sections.length > 0 ? [{ ...section, steps, blocks, sections }] : [];
  };
  return { ...runbook, sections: runbook.sections.flatMap(cut) };
}
