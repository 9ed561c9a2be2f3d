import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { findStep } from "@/lib/core/runbook/walk";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

/** Takes a tick back. */
export async function reopenStep(scope: Scope, input: { incidentId: string; stepId: string }): Promise<void> {
  const { incidentId, stepId } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const removed = await tx.stepState.deleteMany({ where: { incidentId, stepId } });
    if (removed.count === 0) {
      return;
    }
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const title = (runbook && findStep(runbook, stepId)?.title) ?? stepId;
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "step.reopened", payload: { stepId, title } },
    });
  });
}
