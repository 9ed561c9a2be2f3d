import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "../data";
import type { IncidentSeverity } from "../schema";

/** Raises or lowers the severity. */
export async function changeSeverity(
  scope: Scope,
  input: { incidentId: string; severity: IncidentSeverity },
): Promise<void> {
  const { incidentId, severity } = input;
  await inTransaction(scope, async (tx) => {
    const { severity: from } = await lockIncident(tx, scope.actor, incidentId);
    if (from === severity) {
      return;
    }
    await tx.incident.update({ where: { id: incidentId }, data: { severity } });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.severity-changed", payload: { from, to: severity } },
    });
  });
}
