import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { canMove } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

/** Says that the harm has stopped while the cause may still be there. */
export async function mitigateIncident(scope: Scope, incidentId: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.status === "mitigated") {
      return;
    }
    if (!canMove(incident.status, "mitigated")) {
      throw new AppError("conflict", `The incident is already ${incident.status}.`);
    }
    const acknowledgedAt = incident.acknowledgedAt ?? scope.now;
    await tx.incident.update({
      where: { id: incidentId },
      data: { status: "mitigated", mitigatedAt: incident.mitigatedAt ?? scope.now, acknowledgedAt },
    });
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "incident.mitigated", payload: {} } });
  });
}
