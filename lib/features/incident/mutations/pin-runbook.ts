import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { incidentKey } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { findCurrentRevision } from "@/lib/features/runbook/data";
import { lockIncident } from "../data";

/** Chooses the runbook of an incident that has none yet, and pins it to the text of this moment. */
export async function pinRunbook(scope: Scope, input: { incidentId: string; slug: string }): Promise<void> {
  const { incidentId, slug } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.runbookSlug !== null) {
      throw new AppError("conflict", `The incident already follows ${incident.runbookSlug}.`);
    }
    const revision = await findCurrentRevision(tx, slug);
    if (!revision) {
      throw new AppError("not-found", `There is no runbook ${slug}.`);
    }
    const key = incidentKey(incident, slug);
    const rival = await tx.incident.findUnique({ where: { openKey: key }, select: { number: true } });
    if (rival) {
      throw new AppError("conflict", `Incident ${rival.number} is already open for this workload and runbook.`);
    }
    const openKey = incident.openKey === null ? null : key;
    await tx.incident.update({
      where: { id: incidentId },
      data: { runbookSlug: slug, revisionHash: revision.hash, key, openKey },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.runbook-pinned", payload: { slug, hash: revision.hash, because: "by hand" } },
    });
  });
}
