import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { isOpen } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

/** Takes a resolved incident up again. Refused when another one of the same key is open by now. */
export async function reopenIncident(scope: Scope, input: { incidentId: string; because: string }): Promise<void> {
  const { incidentId, because } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (isOpen(incident.status)) {
      return;
    }
    const rival = await tx.incident.findUnique({ where: { openKey: incident.key }, select: { number: true } });
    if (rival) {
      throw new AppError("conflict", `Incident ${rival.number} is already open for the same workload and runbook.`);
    }
    await tx.incident.update({
      where: { id: incidentId },
      data: { status: "acknowledged", resolvedAt: null, closedAt: null, openKey: incident.key },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.reopened", payload: { because } },
    });
  });
}
