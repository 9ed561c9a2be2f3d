import { brandId, type SectionId } from "@/lib/core/kernel/ids";
import type { Block } from "./block";
import type { IdMaker } from "./ids";
import { inlineText, leadText } from "./inline-text";
import { phaseOf } from "./phases";
import type { Branch, Phase, Section } from "./runbook";
import { stepsOf } from "./section-steps";
import type { LineRange, Sourced } from "./source";
import { timeBoxOf } from "./time-boxes";

type Draft = {
  readonly title: string;
  readonly depth: number;
  readonly lines: LineRange;
  readonly blocks: Block[];
  readonly children: Draft[];
};

const branchLabel =
  /^(?:\d+(?:\.\d+)*\.?\s+)?((?:scenario|pattern|option|case|variant|alternative|cause|issue)\s+[A-Z0-9]+)\b/i;

type Making = {
  readonly makeId: IdMaker;
  /** By title, as front matter states them. */
  readonly phases?: Readonly<Record<string, Phase>> | undefined;
};

/** The section tree of a document: text before the first heading is a section of depth 0. */
export function buildSections(blocks: readonly Block[], { makeId, phases = {} }: Making): readonly Section[] {
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
    sectionOf(draft, { parentId: undefined, parentPhase: null, group: null, makeId, phases }),
  );
}

function draftOf(block: Block): Draft {
  const isHeading = block.kind === "heading";
  return {
    title: isHeading ? inlineText(block.children).trim() : "",
    depth: isHeading ? block.depth : 0,
    lines: block.lines,
    blocks: [],
    children: [],
  };
}

type Around = {
  readonly parentId: string | undefined;
  readonly parentPhase: Sourced<Phase> | null;
  readonly group: SectionId | null;
  readonly makeId: IdMaker;
  readonly phases: Readonly<Record<string, Phase>>;
};

function sectionOf(draft: Draft, { parentId, parentPhase, group, makeId, phases }: Around): Section {
  const id = makeId(draft.title || "start", parentId);
  const stated = Object.hasOwn(phases, draft.title) ? phases[draft.title] : undefined;
  const phase: Sourced<Phase> = stated
    ? { value: stated, from: "front-matter" }
    : phaseOf(draft.title, parentPhase, draft.lines);
  const { steps, blocks } = stepsOf(draft.blocks, { id, title: draft.title, phase: phase.value, makeId });
  const hasBranches = draft.children.filter((child) => branchLabel.test(child.title)).length > 1;
  const own = brandId<SectionId>(id);
  // The document's title says what it is about, not which phase all of it is.
  const passedOn = draft.depth <= 1 ? null : phase;
  const sections = draft.children.map((child) =>
    sectionOf(child, {
      parentId: draft.depth <= 1 ? undefined : id,
      parentPhase: passedOn,
      group: hasBranches ? own : null,
      makeId,
      phases,
    }),
  );
  const timeBox = timeBoxOf(draft.title, draft.lines);
  const branch = branchOf(draft, group);
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

function branchOf(draft: Draft, group: SectionId | null): Branch | null {
  const label = group === null ? null : branchLabel.exec(draft.title)?.[1];
  return group === null || !label ? null : { group, label, symptoms: symptomsOf(draft.blocks) };
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
