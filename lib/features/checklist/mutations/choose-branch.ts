import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { findSection } from "@/lib/core/runbook/walk";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

type Choice = { readonly incidentId: string; readonly group: string; readonly sectionId: string };

/** Chooses one of several alternatives; the steps of the others no longer apply. Another choice replaces it. */
export async function chooseBranch(scope: Scope, input: Choice): Promise<void> {
  const { incidentId, group, sectionId } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const section = runbook ? findSection(runbook, sectionId) : null;
    if (section?.branch?.group !== group) {
      throw new AppError("not-found", "The pinned runbook has no such branch.");
    }
    const known = await tx.chosenBranch.findUnique({ where: { incidentId_group: { incidentId, group } } });
    if (known?.sectionId === sectionId) {
      return;
    }
    await tx.chosenBranch.upsert({
      where: { incidentId_group: { incidentId, group } },
      create: { incidentId, group, sectionId },
      update: { sectionId },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "branch.chosen", payload: { group, sectionId, title: section.title } },
    });
  });
}
