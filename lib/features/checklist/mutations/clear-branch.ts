import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { findSection } from "@/lib/core/runbook/walk";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

/** Takes the choice of a branch back: all alternatives apply again. */
export async function clearBranch(scope: Scope, input: { incidentId: string; group: string }): Promise<void> {
  const { incidentId, group } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const known = await tx.chosenBranch.findUnique({ where: { incidentId_group: { incidentId, group } } });
    if (!known) {
      return;
    }
    await tx.chosenBranch.delete({ where: { incidentId_group: { incidentId, group } } });
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const title = (runbook && findSection(runbook, known.sectionId)?.title) ?? known.sectionId;
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "branch.cleared", payload: { group, sectionId: known.sectionId, title } },
    });
  });
}
