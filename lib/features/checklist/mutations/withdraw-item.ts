import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { isOpen } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

/** Takes a signature back while the incident is open; both stay on the timeline. */
export async function withdrawItem(scope: Scope, input: { incidentId: string; itemId: string }): Promise<void> {
  const { incidentId, itemId } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (!isOpen(incident.status)) {
      throw new AppError("conflict", "The incident is resolved: reopen it before you withdraw a signature.");
    }
    const removed = await tx.signOff.deleteMany({ where: { incidentId, itemId } });
    if (removed.count === 0) {
      return;
    }
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const text = runbook?.facts.resolutionChecklist.find((item) => item.id === itemId)?.text ?? itemId;
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "item.withdrawn", payload: { itemId, text } },
    });
  });
}
