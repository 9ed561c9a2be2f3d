import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { IncidentRole } from "@/lib/core/incident/incident";
import { lockIncident } from "../data";

/** Takes a role on the incident away from its holder. */
export async function releaseRole(
  scope: Scope,
  input: { incidentId: string; role: IncidentRole; userId: string },
): Promise<void> {
  const { incidentId, role, userId } = input;
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const removed = await tx.assignment.deleteMany({ where: { incidentId, role, userId } });
    if (removed.count === 1) {
      const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true } });
      await recordEvent(tx, scope, {
        timelineId: incidentId,
        event: { kind: "role.released", payload: { role, userId, name: user?.name ?? userId } },
      });
    }
  });
}
