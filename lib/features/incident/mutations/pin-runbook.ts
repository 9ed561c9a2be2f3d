import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { incidentKey } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { findRevisionToPin } from "@/lib/features/runbook/data";
import type { RunbookPolicy } from "@/lib/features/runbook/schema";
import { lockIncident } from "../data";
import { because } from "./open-incident";

type Pin = { readonly incidentId: string; readonly slug: string; readonly policy: RunbookPolicy };

/** Chooses the runbook of an incident that has none yet, and pins it to the text that the policy allows right now. */
export async function pinRunbook(scope: Scope, { incidentId, slug, policy }: Pin): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.runbookSlug !== null) {
      throw new AppError("conflict", `The incident already follows ${incident.runbookSlug}.`);
    }
    const revision = await findRevisionToPin(tx, slug, policy);
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
      event: {
        kind: "incident.runbook-pinned",
        payload: { slug, hash: revision.hash, because: because("by hand", revision.note) },
      },
    });
  });
}
