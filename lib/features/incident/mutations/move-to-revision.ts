import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { findRevisionToPin } from "@/lib/features/runbook/data";
import type { RunbookPolicy } from "@/lib/features/runbook/schema";
import { lockIncident } from "../data";

type Move = {
  readonly incidentId: string;
  readonly from: string;
  readonly to: string;
  readonly policy: RunbookPolicy;
};

/**
 * Moves an incident to the revision that its runbook's file has now, or the newest reviewed one where the policy asks. Steps keep their ids across revisions, so what is
 * settled stays settled. Refused when the text is not the one that was looked at any more, or somebody else moved it.
 */
export async function moveToRevision(scope: Scope, { incidentId, from, to, policy }: Move): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.revisionHash === to) {
      return;
    }
    const { runbookSlug } = incident;
    const current = runbookSlug === null ? null : await findRevisionToPin(tx, runbookSlug, policy);
    if (!current || incident.revisionHash !== from || current.hash !== to) {
      throw new AppError("conflict", "The runbook changed again meanwhile: look at the difference once more.");
    }
    await tx.incident.update({ where: { id: incidentId }, data: { revisionHash: to } });
    const payload = { slug: current.slug, hash: to, because: "moved to the newer text" };
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "incident.runbook-pinned", payload } });
  });
}
