import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { IncidentRole } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

type Assignment = { readonly incidentId: string; readonly role: IncidentRole; readonly userId: string };

/** Gives a person a role on the incident. There is one commander and one scribe: the new holder takes over. */
export async function assignRole(scope: Scope, input: Assignment): Promise<void> {
  const { incidentId, role, userId } = input;
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true } });
    if (!user) {
      throw new AppError("not-found", "There is no such person.");
    }
    if (role !== "responder") {
      await tx.assignment.deleteMany({ where: { incidentId, role, userId: { not: userId } } });
    }
    const created = await tx.assignment.createMany({ data: [{ incidentId, role, userId }], skipDuplicates: true });
    if (created.count === 1) {
      await recordEvent(tx, scope, {
        timelineId: incidentId,
        event: { kind: "role.assigned", payload: { role, userId, name: user.name } },
      });
    }
  });
}
