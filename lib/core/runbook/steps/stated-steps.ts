import type { SectionId } from "@/lib/core/kernel/ids";
import type { Decision, Operation, Section, Step } from "../runbook";
import { namesOf, type Statements } from "../statements";
import { walkSections } from "../walk";
import { statedExpectation } from "./expectations";

/** Steps and operations with what front matter states of them in place of what was inferred. */
export function withStatedSteps(
  sections: readonly Section[],
  statements: Statements,
): { readonly sections: readonly Section[]; readonly problems: readonly string[] } {
  const { steps, operations } = statements.matter;
  if (!steps && !operations) {
    return { sections, problems: [] };
  }
  const places = new Map(
    [...walkSections(sections)].flatMap(({ id, title }) => [[String(id), id] as const, [nameOf(title), id] as const]),
  );
  const problems: string[] = [];
  const find = (name: string): SectionId | null => {
    const id = places.get(name) ?? places.get(nameOf(name)) ?? null;
    if (id === null) {
      problems.push(`headroom.steps in the front matter leads to "${name}", and there is no such section`);
    }
    return id;
  };
  const around = { statements, find };
  return { sections: sections.map((section) => mapSection(section, around)), problems };
}

type Around = { readonly statements: Statements; readonly find: (name: string) => SectionId | null };

function mapSection(section: Section, around: Around): Section {
  return {
    ...section,
    steps: stepsWithin(section.steps, around),
    sections: section.sections.map((inner) => mapSection(inner, around)),
  };
}

/** What front matter calls no step is none, unless it holds commands: these are not lost. */
function stepsWithin(steps: readonly Step[], around: Around): readonly Step[] {
  return steps
    .filter(({ title, id, operations }) => operations.length > 0 || around.statements.of("steps", title, id) !== false)
    .map((step) => mapStep(step, around));
}

function mapStep(step: Step, around: Around): Step {
  const stated = around.statements.of("steps", step.title, step.id);
  const { expect, decide } = typeof stated === "object" ? stated : {};
  const { lines } = around.statements.matter;
  return {
    ...step,
    operations: step.operations.map((operation) => mapOperation(operation, around)),
    steps: stepsWithin(step.steps, around),
    ...(expect && { expectations: expect.map((text) => statedExpectation(text, lines)) }),
    ...(decide && { decisions: decide.map((one) => decisionFrom(one, around)) }),
  };
}

function mapOperation(operation: Operation, { statements }: Around): Operation {
  const stated = statements.of("operations", ...namesOf(operation));
  if (!stated) {
    return operation;
  }
  const { mode, because, expect } = stated;
  return {
    ...operation,
    ...(mode && { mode: { value: mode, from: "front-matter", ...(because !== undefined && { because }) } }),
    ...(expect && { expectations: expect.map((text) => statedExpectation(text, statements.matter.lines)) }),
  };
}

type StatedDecision = { readonly if: string; readonly do?: string | undefined; readonly goTo?: string | undefined };

function decisionFrom({ if: condition, do: deed, goTo }: StatedDecision, { statements, find }: Around): Decision {
  const leadsTo = goTo === undefined ? null : find(goTo);
  const outcome = deed ?? (goTo === undefined ? "" : `see ${goTo}`);
  return {
    text: `If ${condition}: ${outcome}`,
    condition,
    outcome,
    ...(leadsTo !== null && { leadsTo }),
    lines: statements.matter.lines,
    from: "front-matter",
  };
}

function nameOf(title: string): string {
  return title.trim().replace(/\s+/g, " ").toLowerCase();
}
