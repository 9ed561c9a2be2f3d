import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "@/lib/features/incident/data";

/** Puts a step's timer away, whether it is over or not. Without one it does nothing. */
export async function stopTimer(
  scope: Scope,
  { incidentId, stepId }: { readonly incidentId: string; readonly stepId: string },
): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const timer = await tx.stepTimer.findUnique({ where: { incidentId_stepId: { incidentId, stepId } } });
    if (!timer) {
      return;
    }
    await tx.stepTimer.delete({ where: { incidentId_stepId: { incidentId, stepId } } });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "timer.stopped", payload: { stepId, text: timer.text } },
    });
  });
}
