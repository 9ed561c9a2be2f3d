import type { Block } from "./block";
import type { Operation, Runbook, Section, Step } from "./runbook";

/** All sections, parents before their children, in document order. */
export function* walkSections(sections: readonly Section[]): Generator<Section> {
  for (const section of sections) {
    yield section;
    yield* walkSections(section.sections);
  }
}

/** All steps of a runbook, parents before their nested steps, in document order, each with its section. */
export function* walkSteps(runbook: Runbook): Generator<{ readonly step: Step; readonly section: Section }> {
  for (const section of walkSections(runbook.sections)) {
    for (const step of nestedSteps(section.steps)) {
      yield { step, section };
    }
  }
}

function* nestedSteps(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    yield* nestedSteps(step.steps);
  }
}

/** All operations of these steps and of those under them. */
export function* walkStepOperations(steps: readonly Step[]): Generator<Operation> {
  for (const { operations } of nestedSteps(steps)) {
    yield* operations;
  }
}

/** All operations of a runbook in document order, each with its step. */
export function* walkOperations(runbook: Runbook): Generator<{ readonly operation: Operation; readonly step: Step }> {
  for (const { step } of walkSteps(runbook)) {
    for (const operation of step.operations) {
      yield { operation, step };
    }
  }
}

/** The section with an id; null when there is none. */
export function findSection(runbook: Runbook, id: string): Section | null {
  for (const section of walkSections(runbook.sections)) {
    if (section.id === id) {
      return section;
    }
  }
  return null;
}

/** The step with an id; null when there is none. */
export function findStep(runbook: Runbook, id: string): Step | null {
  for (const { step } of walkSteps(runbook)) {
    if (step.id === id) {
      return step;
    }
  }
  return null;
}

/** The operation with an id, and its step; null when there is none. */
export function findOperation(
  runbook: Runbook,
  id: string,
): { readonly operation: Operation; readonly step: Step } | null {
  for (const found of walkOperations(runbook)) {
    if (found.operation.id === id) {
      return found;
    }
  }
  return null;
}

/** The section whose heading is the document's title: comments and badges may stand above it. */
export function titleSection(sections: readonly Section[]): Section | undefined {
  const [first] = sections;
  const below = first?.depth === 0 ? first.sections.find(({ depth }) => depth === 1) : undefined;
  return below ?? sections.find(({ depth }) => depth > 0);
}

/** The code blocks of a block: itself, or those in its items and quotes, in document order. */
export function codeIn(block: Block): readonly Extract<Block, { kind: "code" }>[] {
  switch (block.kind) {
    case "code":
      return [block];
    case "list":
      return block.items.flatMap((item) => item.blocks.flatMap(codeIn));
    case "quote":
      return block.blocks.flatMap(codeIn);
    default:
      return [];
  }
}
