import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import type { Database, Scope } from "@/lib/adapters/database/transaction";
import type { IncidentSeverity, Target } from "@/lib/core/incident/incident";
import { incidentKey } from "@/lib/core/incident/incident";

export type PinnedRunbook = { readonly slug: string; readonly hash: string; readonly because: string };

/** How a runbook was chosen, and why not its newest text. */
export function because(choice: string, note: string): string {
  return note === "" ? choice : `${choice} · ${note}`;
}

type Opening = {
  readonly title: string;
  readonly severity: IncidentSeverity;
  readonly target: Target;
  readonly runbook: PinnedRunbook | null;
};

/**
 * Opens the incident of a key, inside the caller's transaction. The unique key settles the race: when another writer
 * was first, theirs is the incident, and nothing is recorded here. Gives its id and whether this call opened it.
 */
export async function openIncident(
  tx: Database,
  scope: Scope,
  opening: Opening,
): Promise<{ incidentId: string; isNew: boolean }> {
  const { target, runbook, title, severity } = opening;
  const key = incidentKey(target, runbook?.slug ?? null);
  const created = await tx.incident.createManyAndReturn({
    data: [
      {
        title,
        severity,
        ...target,
        key,
        openKey: key,
        openedAt: scope.now,
        runbookSlug: runbook?.slug ?? null,
        revisionHash: runbook?.hash ?? null,
      },
    ],
    skipDuplicates: true,
    select: { id: true },
  });
  const incidentId = created[0]?.id;
  if (incidentId === undefined) {
    const winner = await tx.incident.findUniqueOrThrow({ where: { openKey: key }, select: { id: true } });
    return { incidentId: winner.id, isNew: false };
  }
  const { cluster, namespace, workload } = target;
  const chosenBy = runbook?.because ?? "no runbook fits";
  await recordEvent(tx, scope, {
    timelineId: incidentId,
    event: {
      kind: "incident.opened",
      payload: { title, severity, cluster, namespace, workload, runbook: runbook?.slug ?? null, because: chosenBy },
    },
  });
  if (runbook) {
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.runbook-pinned", payload: runbook },
    });
  }
  return { incidentId, isNew: true };
}
