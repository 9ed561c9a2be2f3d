import type { Diagnostic, Runbook } from "@/lib/core/runbook/runbook";
import { walkSections } from "@/lib/core/runbook/walk";
import { commandRules } from "./command-rules";
import { documentRules } from "./document-rules";
import type { LintWorld, PlacedOperation, Rule } from "./rule";
import { textRules } from "./text-rules";

/** Every rule about what a document says. What it takes to read it at all is found by the parser. */
export const lintRules: readonly Rule[] = [...documentRules, ...commandRules, ...textRules];

/** All findings of a runbook, by line. */
export function lintRunbook(runbook: Runbook, world: LintWorld): readonly Diagnostic[] {
  const sections = [...walkSections(runbook.sections)];
  const operations = sections.flatMap((section) =>
    section.steps.flatMap((step) => operationsOf(step).map((operation) => ({ operation, step, section }))),
  );
  const shell = operations.flatMap(({ operation }) => (operation.language === "shell" ? [operation] : []));
  return lintRules
    .flatMap(({ id, severity, find }) =>
      find({ runbook, sections, operations, shell, world }).map((finding) => ({ rule: id, severity, ...finding })),
    )
    .sort((a, b) => a.lines.start - b.lines.start);
}

function operationsOf(step: PlacedOperation["step"]): readonly PlacedOperation["operation"][] {
  return [...step.operations, ...step.steps.flatMap(operationsOf)];
}
