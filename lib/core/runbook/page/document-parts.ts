import { grouped } from "@/lib/core/kernel/grouped";
import type { Block } from "../block";
import { anchorNamer } from "../markdown/heading-anchors";
import type { Runbook, Section } from "../runbook";
import { walkSections } from "../walk";
import { blockWeight, divideBlock } from "./divide-blocks";

/** A section's own text, or of one that is very long a stretch of it: what is drawn in one go. */
export type Stretch = {
  readonly section: Section;
  readonly blocks: readonly Block[];
  /** It goes on with a section that an earlier stretch began. */
  readonly isContinued: boolean;
  /** Its first block goes on with one that an earlier stretch began. */
  readonly isTorn: boolean;
  readonly weight: number;
};

/** A document as it is drawn. */
export type Layout = {
  /** One for a document that is drawn whole. */
  readonly parts: readonly (readonly Stretch[])[];
  /** Section id to title. */
  readonly titles: ReadonlyMap<string, string>;
  /** Section id to the name that links within the text call it by, where that is another one. */
  readonly aliases: ReadonlyMap<string, string>;
};

/** Up to here a page is daily work; the longest of our own editions, a thousand lines, is two thirds of it. */
const WHOLE_WEIGHT = 5_500;
const PART_WEIGHT = 2_700;
const STRETCH_WEIGHT = 300;
const TURN_WEIGHT = 120;
/** The heading, and beside it what was understood of the section. */
const HEADING_WEIGHT = 10;
const SECTIONS_IN_A_TURN = 200;

/**
 * Lays a document out: whole where it can be drawn in one page, else in parts. `pause` lets others have their turn: there may be
 * ten thousand sections.
 */
export async function layOut(runbook: Pick<Runbook, "sections">, pause: () => Promise<void>): Promise<Layout> {
  const nameOf = anchorNamer();
  const titles = new Map<string, string>();
  const names: (readonly [string, string])[] = [];
  const whole: Stretch[] = [];
  const divided: Stretch[] = [];
  let weight = 0;
  for (const section of walkSections(runbook.sections)) {
    titles.set(section.id, section.title);
    names.push([section.id, nameOf(section) ?? ""]);
    const own = wholeSection(section);
    weight += own.weight;
    whole.push(own);
    divided.push(...stretchesOf(own));
    if (whole.length % SECTIONS_IN_A_TURN === 0) {
      await pause();
    }
  }
  const aliases = new Map(names.filter(([, name]) => name !== "" && !titles.has(name)));
  return { titles, aliases, parts: weight <= WHOLE_WEIGHT ? [whole] : grouped(divided, PART_WEIGHT, weightOf) };
}

function weightOf(stretch: Stretch): number {
  return stretch.weight;
}

function wholeSection(section: Section): Stretch {
  const { blocks } = section;
  const weight = blocks.reduce((sum, block) => sum + blockWeight(block), HEADING_WEIGHT);
  return { section, blocks, isContinued: false, isTorn: false, weight };
}

function stretchesOf(whole: Stretch): readonly Stretch[] {
  const { section, blocks, weight } = whole;
  if (weight <= STRETCH_WEIGHT) {
    return [whole];
  }
  const pieces = blocks.flatMap((block) =>
    divideBlock(block, STRETCH_WEIGHT).map((piece, at) => ({ piece, isTorn: at > 0, weight: blockWeight(piece) })),
  );
  return grouped(pieces, STRETCH_WEIGHT, (one) => one.weight).map((group, at) => ({
    section,
    blocks: group.map(({ piece }) => piece),
    isContinued: at > 0,
    isTorn: group[0]?.isTorn ?? false,
    weight: group.reduce((sum, one) => sum + one.weight, HEADING_WEIGHT),
  }));
}

/** What is drawn between two turns of the server: few enough that nobody waits. */
export function turnsOf(stretches: readonly Stretch[]): readonly (readonly Stretch[])[] {
  return grouped(stretches, TURN_WEIGHT, weightOf);
}

/** The number of the part, from 1, in which a section or a list item stands, by id or by the name in a link; else null. */
export function partOf({ parts, aliases }: Layout, name: string): number | null {
  const id = [...aliases].find(([, alias]) => alias === name)?.[0] ?? name;
  const at = parts.findIndex((part) => part.some((stretch) => holds(stretch, id)));
  return at < 0 ? null : at + 1;
}

function holds({ section, blocks, isContinued }: Stretch, id: string): boolean {
  return (section.id === id && !isContinued) || blocks.some((block) => holdsStep(block, id));
}

function holdsStep(block: Block, id: string): boolean {
  return block.kind === "list" && block.items.some(({ stepId }) => stepId === id);
}
