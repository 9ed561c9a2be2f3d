import { brandId, type SectionId } from "@/lib/core/kernel/ids";
import type { Block } from "./block";
import type { IdMaker } from "./ids";
import { inlineText, leadText } from "./markdown/inline-text";
import { phaseOf, titlePhase } from "./phases";
import type { Branch, Phase, Section } from "./runbook";
import type { LineRange, Sourced } from "./source";
import type { Statements } from "./statements";
import { stepsOf } from "./steps/section-steps";
import { statedTimeBox, timeBoxOf } from "./time-boxes";

type Draft = {
  readonly title: string;
  readonly depth: number;
  readonly lines: LineRange;
  readonly blocks: Block[];
  readonly children: Draft[];
};

const branchLabel =
  /^(?:\d+(?:\.\d+)*\.?\s+)?((?:scenario|pattern|option|case|variant|alternative|cause|issue)\s+[A-Z0-9]+)\b/i;

/** "If memory usage > 95%", beside another such heading; "If that does not help" goes on from the one before. */
const conditionLabel =
  /^\P{L}*(?:\d+(?:\.\d+)*[.)]?\s+)?(if (?!(?:this|that|it|all|none|nothing|still|the above|necessary|needed|required|possible|you)\b).{3,80})$/iu;

/** What the headings that stand side by side have in common when they are alternatives; null when they are none. */
function alternativesOf(drafts: readonly Draft[]): RegExp | null {
  return (
    [branchLabel, conditionLabel].find((label) => drafts.filter(({ title }) => label.test(title)).length > 1) ?? null
  );
}

type Making = { readonly makeId: IdMaker; readonly statements: Statements };

/** The section tree of a document: text before the first heading is a section of depth 0. */
export function buildSections(blocks: readonly Block[], making: Making): readonly Section[] {
  const roots: Draft[] = [];
  const open: Draft[] = [];
  for (const block of blocks) {
    if (block.kind === "heading" || open.length === 0) {
      const draft = draftOf(block);
      while ((open.at(-1)?.depth ?? -1) >= draft.depth) {
        open.pop();
      }
      (open.at(-1)?.children ?? roots).push(draft);
      open.push(draft);
    }
    open.at(-1)?.blocks.push(block);
  }
  return roots.map((draft) =>
    sectionOf(draft, {
      ...making,
      parentId: undefined,
      parent: null,
      parentPhase: null,
      titlePhase: null,
      alternatives: null,
    }),
  );
}

function draftOf(block: Block): Draft {
  const isHeading = block.kind === "heading";
  return {
    title: isHeading
      ? inlineText(block.children)
          .replace(/^[=*#~-]{3,}$/gm, "")
          .trim()
      : "",
    depth: isHeading ? block.depth : 0,
    lines: block.lines,
    blocks: [],
    children: [],
  };
}

type Around = Making & {
  /** For ids: those of the sections below the title do not begin with it. */
  readonly parentId: string | undefined;
  readonly parent: SectionId | null;
  readonly parentPhase: Sourced<Phase> | null;
  readonly titlePhase: Sourced<Phase> | null;
  /** How the headings beside it say that they are alternatives. */
  readonly alternatives: RegExp | null;
};

function sectionOf(draft: Draft, around: Around): Section {
  const { parentId, parentPhase, makeId, statements } = around;
  const id = makeId(draft.title || "start", parentId);
  const stated = statements.of("phases", draft.title, id);
  const phase: Sourced<Phase> = stated
    ? { value: stated, from: "front-matter" }
    : phaseOf(draft.title, { parent: parentPhase, title: around.titlePhase }, draft.lines);
  const isWeak = isOfTitle(phase, around);
  const content = { id, title: draft.title, phase: phase.value, isOfTitle: isWeak };
  const { steps, blocks } = stepsOf(draft.blocks, { ...content, makeId, statements });
  const alternatives = alternativesOf(draft.children);
  const own = brandId<SectionId>(id);
  // The document's title says what it is about, not which phase all of it is.
  const passedOn = draft.depth <= 1 || isWeak ? null : phase;
  const sections = draft.children.map((child) =>
    sectionOf(child, {
      makeId,
      statements,
      parentId: draft.depth <= 1 ? undefined : id,
      parent: own,
      parentPhase: passedOn,
      titlePhase: draft.depth === 1 ? titlePhase(draft.title, draft.lines) : around.titlePhase,
      alternatives,
    }),
  );
  const span = statements.of("timeBoxes", draft.title, id);
  const timeBox =
    span === undefined ? timeBoxOf(draft.title, draft.lines) : statedTimeBox(span, statements.matter.lines);
  const branch = branchOf(draft, own, around);
  const last = sections.at(-1)?.lines.end ?? draft.blocks.at(-1)?.lines.end ?? draft.lines.end;
  return {
    id: own,
    title: draft.title,
    depth: draft.depth,
    lines: { start: draft.lines.start, end: last },
    phase,
    ...(timeBox && { timeBox }),
    ...(branch && { branch }),
    blocks,
    steps,
    sections,
  };
}

/** Whether only the document's title says of which phase a section is. */
function isOfTitle({ because }: Sourced<Phase>, { titlePhase }: Around): boolean {
  return titlePhase !== null && because === titlePhase.because;
}

function branchOf(draft: Draft, id: SectionId, { parent, alternatives, statements }: Around): Branch | null {
  const stated = statements.of("branches", draft.title, id);
  const label = alternatives?.exec(draft.title)?.[1];
  if (stated === undefined || stated === false || parent === null) {
    return stated === false || parent === null || !label
      ? null
      : { group: parent, label, symptoms: symptomsOf(draft.blocks) };
  }
  return {
    group: parent,
    label: stated.label ?? label ?? draft.title,
    symptoms: stated.symptoms ?? symptomsOf(draft.blocks),
    from: "front-matter",
  };
}

/** `**Symptoms:** …` and the list under it. */
function symptomsOf(blocks: readonly Block[]): readonly string[] {
  return blocks.flatMap((block, index) => {
    const text = block.kind === "paragraph" ? inlineText(block.children) : "";
    const [, said = ""] = /^symptoms?:?\s*(.*)$/is.exec(text) ?? [];
    if (!/^symptoms?\b/i.test(text)) {
      return [];
    }
    const next = blocks[index + 1];
    const listed = said === "" && next?.kind === "list" ? next.items.map((item) => leadText(item.blocks)) : [];
    return [said, ...listed].filter((symptom) => symptom !== "");
  });
}
