import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { signOffBlockers } from "@/lib/core/checklist/checklist";
import { canMove } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { readRunbook } from "@/lib/features/runbook/data";
import { lockIncident } from "../data";

/** Ends an incident. Refused while a mandatory item of the resolution checklist is open, naming each of them. */
export async function resolveIncident(scope: Scope, input: { incidentId: string; statement: string }): Promise<void> {
  const { incidentId, statement } = input;
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    if (incident.status === "resolved") {
      return;
    }
    if (!canMove(incident.status, "resolved")) {
      throw new AppError("conflict", `The incident is already ${incident.status}.`);
    }
    await refuseWhileItemsAreOpen(tx, { incidentId, revisionHash: incident.revisionHash });
    await refuseWhileSomethingRuns(tx, incidentId);
    await tx.incident.update({
      where: { id: incidentId },
      data: { status: "resolved", resolvedAt: scope.now, openKey: null },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.resolved", payload: { statement } },
    });
  });
}

async function refuseWhileItemsAreOpen(
  tx: Database,
  incident: { incidentId: string; revisionHash: string | null },
): Promise<void> {
  if (incident.revisionHash === null) {
    return;
  }
  const runbook = await readRunbook(tx, incident.revisionHash);
  const settled = await tx.signOff.findMany({ where: { incidentId: incident.incidentId }, select: { itemId: true } });
  const open = signOffBlockers(
    runbook.facts.resolutionChecklist,
    Object.fromEntries(settled.map(({ itemId }) => [itemId, true])),
  );
  if (open.length > 0) {
    throw new AppError(
      "conflict",
      `Still open on the resolution checklist: ${open.map((item) => item.text).join("; ")}.`,
    );
  }
}

async function refuseWhileSomethingRuns(tx: Database, incidentId: string): Promise<void> {
  const running = await tx.run.findFirst({
    where: { incidentId, status: { in: ["planned", "awaiting-approval", "running"] } },
    select: { label: true },
  });
  if (running) {
    throw new AppError("conflict", `"${running.label}" is still running: wait for it or cancel it, then resolve.`);
  }
}
