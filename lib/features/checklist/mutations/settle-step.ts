import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { StepOutcome } from "@/lib/core/incident/event";
import { AppError } from "@/lib/core/kernel/app-error";
import { findStep } from "@/lib/core/runbook/walk";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

type Settling = {
  readonly incidentId: string;
  readonly stepId: string;
  readonly outcome: StepOutcome;
  readonly reason: string;
};

/** Ticks, skips or sets aside one step. When somebody else was first, the refusal says what they made of it. */
export async function settleStep(scope: Scope, input: Settling): Promise<void> {
  const { incidentId, stepId, outcome } = input;
  const reason = input.reason === "" ? null : input.reason;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const step = runbook ? findStep(runbook, stepId) : null;
    if (!step) {
      throw new AppError("not-found", "The pinned runbook has no such step.");
    }
    const known = await tx.stepState.findUnique({ where: { incidentId_stepId: { incidentId, stepId } } });
    if (known?.state === outcome) {
      return;
    }
    if (known) {
      throw new AppError("conflict", `Somebody marked this step as ${known.state} before you: reopen it first.`);
    }
    await tx.stepState.create({ data: { incidentId, stepId, state: outcome, reason } });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "step.settled", payload: { stepId, title: step.title, outcome, reason } },
    });
  });
}
