import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { canMove } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

/** Files a resolved incident away: the review is done. */
export async function closeIncident(scope: Scope, incidentId: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.status === "closed") {
      return;
    }
    if (!canMove(incident.status, "closed")) {
      throw new AppError("conflict", "Resolve the incident before you close it.");
    }
    await tx.incident.update({ where: { id: incidentId }, data: { status: "closed", closedAt: scope.now } });
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "incident.closed", payload: {} } });
  });
}
