import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "../data";

/** Says that somebody is on it. Doing it twice is one event. */
export async function acknowledgeIncident(scope: Scope, incidentId: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.status !== "open") {
      return;
    }
    await tx.incident.update({
      where: { id: incidentId },
      data: { status: "acknowledged", acknowledgedAt: scope.now },
    });
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "incident.acknowledged", payload: {} } });
  });
}
