import type { AlertRule } from "../facts/facts";
import type { Phase, Runbook, RunMode } from "../runbook";
import { walkOperations, walkSections, walkSteps } from "../walk";

/** What the library knows of a runbook without reading the whole of it. JSON in, JSON out. */
export type RunbookSummary = {
  /** As written: "P1", "Critical". */
  readonly severity: string | null;
  readonly system: string | null;
  readonly owner: string | null;
  readonly alerts: readonly { readonly value: string; readonly isStated: boolean }[];
  readonly alertRules: readonly Pick<AlertRule, "alert" | "severity" | "lines">[];
  readonly phases: readonly Phase[];
  /** YYYY-MM-DD when the text names the day of its next review, or the last one and an interval. */
  readonly reviewDue: string | null;
  readonly stepCount: number;
  /** Operations by how they run. */
  readonly coverage: { readonly native: number; readonly toolbox: number; readonly byHand: number };
  readonly findings: { readonly errors: number; readonly warnings: number };
  /** Why the text is only shown, not understood; null when it is. */
  readonly proseBecause: string | null;
  /** How often this parser had no time for the text; absent when it had. */
  readonly deadlineMisses?: number;
  /** The commands of its operations, one after the other: what a search for a command looks in. */
  readonly commands: string;
};

/** A text that is longer is found by its beginning. */
export const SEARCHED_LENGTH = 500_000;

/** The summary of a parsed runbook. */
export function summarise(runbook: Runbook): RunbookSummary {
  const { facts, diagnostics, sections } = runbook;
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  const count = (mode: RunMode) => operations.filter((operation) => operation.mode.value === mode).length;
  const findings = (severity: string) => diagnostics.filter((finding) => finding.severity === severity).length;
  const withSteps = [...walkSections(sections)].filter((section) => section.steps.length > 0);
  const prose = diagnostics.find((finding) => finding.rule === "shown-as-prose" && finding.severity === "error");
  return {
    severity: facts.severity?.value ?? null,
    system: facts.system?.value ?? null,
    owner: facts.owner?.value ?? null,
    alerts: facts.alerts.map(({ value, from }) => ({ value, isStated: from === "front-matter" })),
    alertRules: facts.alertRules.map(({ alert, severity, lines }) => ({ alert, lines, ...(severity && { severity }) })),
    phases: [...new Set(withSteps.map((section) => section.phase.value))],
    reviewDue: facts.reviewDue?.value ?? null,
    stepCount: [...walkSteps(runbook)].length,
    coverage: { native: count("native"), toolbox: count("toolbox"), byHand: count("by-hand") },
    findings: { errors: findings("error"), warnings: findings("warning") },
    proseBecause: prose?.message ?? null,
    commands: operations
      .map((operation) => operation.script)
      .join("\n")
      .slice(0, SEARCHED_LENGTH),
  };
}
