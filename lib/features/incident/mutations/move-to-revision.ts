import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { findCurrentRevision } from "@/lib/features/runbook/data";
import { lockIncident } from "../data";

type Move = { readonly incidentId: string; readonly from: string; readonly to: string };

/**
 * Moves an incident to the revision that its runbook's file has now. Steps keep their ids across revisions, so what is
 * settled stays settled. Refused when the text is not the one that was looked at any more, or somebody else moved it.
 */
export async function moveToRevision(scope: Scope, { incidentId, from, to }: Move): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.revisionHash === to) {
      return;
    }
    const current = incident.runbookSlug === null ? null : await findCurrentRevision(tx, incident.runbookSlug);
    if (!current || incident.revisionHash !== from || current.hash !== to) {
      throw new AppError("conflict", "The runbook changed again meanwhile: look at the difference once more.");
    }
    await tx.incident.update({ where: { id: incidentId }, data: { revisionHash: to } });
    const payload = { slug: current.slug, hash: to, because: "moved to the newer text" };
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "incident.runbook-pinned", payload } });
  });
}
