import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { visibleTo } from "@/lib/features/incident/data";

/** The variables that earlier runs of an incident left behind. */
export async function readVariables(database: Database, incidentId: string): Promise<Readonly<Record<string, string>>> {
  const rows = await database.variable.findMany({
    where: { incidentId },
    select: { name: true, value: true },
    orderBy: { name: "asc" },
  });
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}

/** A run as `actor` may see it. */
export async function findRun(database: Database, actor: Actor, runId: string) {
  const run = await database.run.findFirst({
    where: { id: runId, incident: visibleTo(actor) },
    select: { id: true, incidentId: true, status: true, outputHash: true, outputBytes: true, label: true },
  });
  if (!run) {
    throw new AppError("not-found", "There is no such run.");
  }
  return run;
}

/** Runs whose executor has gone: their lease ran out, or they are of an earlier life of this very process. */
export async function listAbandonedRuns(
  database: Database,
  since: { readonly now: Date; readonly owner: string; readonly isBoot: boolean },
) {
  const expired = { leaseUntil: { lt: since.now } };
  return database.run.findMany({
    where: { status: "running", OR: since.isBoot ? [expired, { leaseOwner: since.owner }] : [expired] },
    select: { id: true },
  });
}

/** What a run needs to know of its incident. */
export async function readIncidentForRun(database: Database, actor: Actor, incidentId: string) {
  const incident = await database.incident.findFirst({
    where: { id: incidentId, ...visibleTo(actor) },
    select: {
      runbookSlug: true,
      revisionHash: true,
      cluster: true,
      namespace: true,
      workload: true,
      workloadKind: true,
    },
  });
  if (!incident) {
    throw new AppError("not-found", "There is no such incident.");
  }
  return incident;
}

/** The values the incident's parameters have. */
export async function readParameters(
  database: Database,
  incidentId: string,
): Promise<Readonly<Record<string, string>>> {
  const rows = await database.parameterValue.findMany({ where: { incidentId }, select: { name: true, value: true } });
  return Object.fromEntries(rows.map(({ name, value }) => [name, value]));
}
