import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { findStep } from "@/lib/core/runbook/walk";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

type Timer = { readonly incidentId: string; readonly stepId: string; readonly seconds: number };

/** Starts a step's timer; while one runs, starting it again changes nothing, and one that is over is replaced. */
export async function startTimer(scope: Scope, { incidentId, stepId, seconds }: Timer): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const step = runbook ? findStep(runbook, stepId) : null;
    if (!step) {
      throw new AppError("not-found", "The pinned runbook has no such step.");
    }
    const key = { incidentId_stepId: { incidentId, stepId } };
    const known = await tx.stepTimer.findUnique({ where: key });
    if (known && known.startedAt.getTime() + known.seconds * 1000 > scope.now.getTime()) {
      return;
    }
    const timer = { text: step.title, seconds, startedAt: scope.now };
    await tx.stepTimer.upsert({ where: key, create: { incidentId, stepId, ...timer }, update: timer });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "timer.started", payload: { stepId, text: step.title, seconds } },
    });
  });
}
