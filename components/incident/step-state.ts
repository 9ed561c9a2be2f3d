import type { Status } from "@/components/ui/status-icon";
import { type ChecklistStep, isOtherBranch } from "@/lib/core/checklist/checklist";
import type { RoomRun, RoomState } from "@/lib/core/incident/room-state";
import type { Operation, Section } from "@/lib/core/runbook/runbook";

export type StepView = {
  readonly status: Status;
  /** What stands under the title: the reason, who ticked it, how the last run ended. */
  readonly detail: string;
};

/** Sections that are out of play, with everything under them, because another branch was chosen. */
export function sectionsOutOfPlay(sections: readonly Section[], branches: RoomState["branches"]): ReadonlySet<string> {
  const out = new Set<string>();
  const visit = (section: Section, isParentOut: boolean) => {
    const isOut = isParentOut || isOtherBranch(section, branches);
    if (isOut) {
      out.add(section.id);
    }
    for (const child of section.sections) {
      visit(child, isOut);
    }
  };
  for (const section of sections) {
    visit(section, false);
  }
  return out;
}

/** The runs of one operation, oldest first. */
export function runsOf(state: RoomState, operationId: string): readonly RoomRun[] {
  return Object.values(state.runs)
    .filter((run) => run.operationId === operationId)
    .sort((a, b) => a.startedAt.localeCompare(b.startedAt));
}

/** What one line of the checklist shows. The machine proposes (a run that succeeded waits for a tick), a person ticks. */
export function stepView({ step }: ChecklistStep, state: RoomState, isOut: boolean): StepView {
  const mark = state.steps[step.id];
  const runs = step.operations.map((operation) => runsOf(state, operation.id).at(-1));
  if (runs.some((run) => run?.status === "running")) {
    return { status: "running", detail: "" };
  }
  if (mark) {
    return { status: mark.outcome, detail: mark.reason ?? mark.by };
  }
  return isOut ? { status: "not-applicable", detail: "another branch was chosen" } : openView(runs);
}

function openView(runs: readonly (RoomRun | undefined)[]): StepView {
  const last = runs.findLast((run) => run !== undefined);
  if (!last) {
    return { status: "pending", detail: "" };
  }
  if (last.status === "failed" || last.status === "interrupted") {
    return { status: last.status, detail: endingText(last) };
  }
  const left = runs.filter((run) => run?.status !== "succeeded").length;
  return left === 0
    ? { status: "waiting", detail: "ran: tick it when it is right" }
    : { status: "pending", detail: `${runs.length - left} of ${runs.length} ran` };
}

/** "exit 1 after 2.1 s", "cancelled after 0.4 s". */
export function endingText(run: RoomRun): string {
  if (!run.ended) {
    return "running";
  }
  const { ended, exitCode, durationMs } = run.ended;
  const how = ended === "exit" ? `exit ${exitCode ?? "unknown"}` : endings[ended];
  return `${how} after ${(durationMs / 1_000).toFixed(1)} s`;
}

const endings = {
  cancelled: "cancelled",
  deadline: "stopped at its deadline",
  memory: "stopped: too much memory",
  "output-limit": "stopped: too much output",
  crashed: "interrupted, what it did is not known,",
  refused: "refused",
} as const;

/** The state of a run in the words of the checklist. */
export function runStatus(run: RoomRun | undefined): Status {
  switch (run?.status) {
    case undefined:
      return "pending";
    case "running":
      return "running";
    case "succeeded":
      return "done";
    case "failed":
      return "failed";
    case "cancelled":
      return "skipped";
    case "interrupted":
      return "interrupted";
  }
}

/** The operation that is up next: the first one that has not succeeded, else the last. */
export function nextOperation(operations: readonly Operation[], state: RoomState): Operation | undefined {
  const open = operations.find((operation) => runsOf(state, operation.id).at(-1)?.status !== "succeeded");
  return open ?? operations.at(-1);
}

const settled: ReadonlySet<Status> = new Set(["done", "skipped", "not-applicable"]);

/** Does nobody have to do anything about it any more? */
export function isSettled(status: Status): boolean {
  return settled.has(status);
}
