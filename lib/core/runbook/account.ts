import type { Runbook } from "./runbook";
import { codeIn, walkOperations, walkSections, walkSteps } from "./walk";

/** What was made of each code block and what the document says of itself, as lines of a table to be read by people. */
export function accountOf(runbook: Runbook): readonly string[] {
  const operations = new Map([...walkOperations(runbook)].map(({ operation }) => [operation.id, operation]));
  const sections = [...walkSections(runbook.sections)];
  const blocks = sections.flatMap((section) => section.blocks.flatMap(codeIn));
  const { facts } = runbook;
  return [
    ...blocks.flatMap(({ lines, parts }) => [
      `block ${lines.start}-${lines.end}`,
      ...parts.map(({ lines: own, content, because, operationId }) => {
        const operation = operationId === undefined ? undefined : operations.get(operationId);
        return `  ${own.start}-${own.end} ${operation ? `${operation.mode.value}: ${operation.mode.because}` : `${content}: ${because}`}`;
      }),
    ]),
    `steps ${[...walkSteps(runbook)].length}, operations ${operations.size}`,
    ...runbook.parameters.map(({ name, kind, forms }) => `parameter ${name} (${kind.value}) ${forms.join(" ")}`),
    ...sections.flatMap(({ branch, lines }) => (branch ? [`branch ${lines.start} ${branch.label}`] : [])),
    ...sections.flatMap(({ timeBox }) =>
      timeBox ? [`time box ${timeBox.lines.start} ${timeBox.fromSeconds}-${timeBox.toSeconds} s`] : [],
    ),
    ...facts.thresholds.map(
      ({ lines, quantity }) =>
        `threshold ${lines.start} ${quantity.comparator ?? ""} ${quantity.value} ${quantity.unit}`,
    ),
    ...facts.escalation.map(
      ({ level, lines, afterSeconds }) => `escalation ${level} ${lines.start} ${afterSeconds ?? "-"} s`,
    ),
    ...facts.resolutionChecklist.map(({ lines, check }) => `checklist ${lines.start} ${check?.kind ?? "a person"}`),
    ...facts.alerts.map(({ value }) => `alert ${value}`),
  ];
}
