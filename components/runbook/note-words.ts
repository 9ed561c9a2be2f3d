import type { MarginNotes } from "@/lib/core/runbook/page/margin-notes";
import type { ExpectationCheck, Operation, RunMode, StepKind } from "@/lib/core/runbook/runbook";
import type { Sourced } from "@/lib/core/runbook/source";
import { type Risk, worse } from "@/lib/core/shell/risk/risk";
import type { RiskVerdict } from "@/lib/core/shell/risk/risk-of";
import { modeWords } from "./operation-words";

/** Of what a step was made: one, and several. */
const kindWords: Readonly<Record<StepKind, readonly [string, string]>> = {
  heading: ["the only command of its section", "commands of the section"],
  "list-item": ["a list item", "list items"],
  task: ["a task item", "task items"],
  question: ["a question: a person answers", "questions: a person answers"],
  comment: ["a comment in the block", "comments in the block"],
  "table-row": ["a row of the table", "rows of the table"],
  paragraph: ["a sentence", "sentences"],
};

/** "Step: a list item", "3 steps: comments in the block", one line per kind and for what front matter states. */
export function stepLines({ steps }: MarginNotes): readonly string[] {
  const groups = Map.groupBy(steps, ({ kind, stated }) => `${kind} ${stated ?? ""}`);
  return [...groups.values()].flatMap((alike) => {
    const [first] = alike;
    if (first === undefined) {
      return [];
    }
    const [one, several] = kindWords[first.kind];
    const said = alike.length === 1 ? `step: ${one}` : `${alike.length} steps: ${several}`;
    return [first.stated === undefined ? said : `${said}, front matter: ${first.stated}`];
  });
}

export type ModeGroup = { readonly mode: Sourced<RunMode>; readonly count: number };

/** Operations that run in the same way for the same reason are told of once. */
export function modeGroups(operations: readonly Operation[]): readonly ModeGroup[] {
  const groups = new Map<string, ModeGroup>();
  for (const { mode } of operations) {
    const key = `${mode.value} ${mode.from} ${mode.because ?? ""}`;
    groups.set(key, { mode, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}

/** The worst risk of these operations, with the reasons of all of them; null when there are none. */
export function riskOfAll(
  operations: readonly Operation[],
  risks: Readonly<Record<string, RiskVerdict>>,
): RiskVerdict | null {
  const verdicts = operations.flatMap(({ id }) => risks[id] ?? []);
  return verdicts.length === 0
    ? null
    : {
        risk: verdicts.map(({ risk }) => risk).reduce<Risk>(worse, "read"),
        reasons: [...new Set(verdicts.flatMap(({ reasons }) => reasons))],
      };
}

/** How an expectation is checked. */
export function checkWords(check: ExpectationCheck | undefined): string {
  switch (check?.kind) {
    case "threshold":
      return `compared with ${check.quantity.text}`;
    case "contains":
      return `looked for: ${check.text}`;
    case "comparison":
      return `two looks compared: ${check.growth.text}`;
    case undefined:
      return "a person tells";
  }
}

/** The notes in a few words, for where they are folded: "step · runs here · 1 expectation". */
export function digestOf(notes: MarginNotes): string {
  const counts = [
    [notes.expectations.length, "expectation"],
    [notes.decisions.length, "decision"],
    [notes.thresholds.length, "threshold"],
  ] as const;
  return [
    ...(notes.steps.length > 0 ? [notes.steps.length === 1 ? "step" : `${notes.steps.length} steps`] : []),
    ...new Set(notes.operations.map(({ mode }) => modeWords[mode.value])),
    ...counts.flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}${count === 1 ? "" : "s"}`])),
  ].join(" · ");
}
