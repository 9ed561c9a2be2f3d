import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "@/lib/adapters/database/transaction";
import { type ChecklistParts, checklistParts } from "@/lib/core/checklist/checklist-parts";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { readRunbook } from "@/lib/features/runbook/data";
import type { IncidentRow, IncidentSeverity, IncidentStatus } from "./schema";

/** The incidents an actor may read: all that are not private, and the private ones that name them. Admins read all. */
export function visibleTo(actor: Actor) {
  if (actor.kind !== "user" || actor.role === "admin") {
    return {};
  }
  return { OR: [{ isPrivate: false }, { readers: { some: { userId: actor.id } } }] };
}

/**
 * Locks one incident for the rest of the transaction: its writers come one after the other. "Not yours" and "not
 * there" look the same.
 */
export async function lockIncident(tx: Database, actor: Actor, incidentId: string) {
  await tx.$queryRaw`SELECT 1 FROM "Incident" WHERE "id" = ${incidentId} FOR UPDATE`;
  const incident = await tx.incident.findFirst({ where: { id: incidentId, ...visibleTo(actor) } });
  if (!incident) {
    throw new AppError("not-found", "There is no such incident.");
  }
  return { ...incident, status: incident.status as IncidentStatus, severity: incident.severity as IncidentSeverity };
}

/** One incident by its number, as `actor` may see it. */
export async function findIncident(database: Database, actor: Actor, number: number) {
  const incident = await database.incident.findFirst({
    where: { number, ...visibleTo(actor) },
    include: { readers: { select: { userId: true } } },
  });
  if (!incident) {
    throw new AppError("not-found", `There is no incident ${number}, or it is private.`);
  }
  return incident;
}

/** The home page's rows: open ones first, newest first. */
export async function listIncidents(database: Database, actor: Actor): Promise<readonly IncidentRow[]> {
  const rows = await database.incident.findMany({
    where: visibleTo(actor),
    orderBy: [{ openKey: { sort: "asc", nulls: "last" } }, { openedAt: "desc" }],
    take: 200,
    include: {
      revision: { select: { title: true } },
      assignments: { where: { role: "commander" }, select: { userId: true } },
      _count: { select: { alerts: { where: { status: "firing" } } } },
    },
  });
  const names = await namesOf(
    database,
    rows.flatMap((row) => row.assignments.map((holder) => holder.userId)),
  );
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    severity: row.severity as IncidentSeverity,
    status: row.status as IncidentStatus,
    cluster: row.cluster,
    namespace: row.namespace,
    workload: row.workload,
    isPrivate: row.isPrivate,
    runbookTitle: row.revision?.title ?? null,
    openedAt: row.openedAt.toISOString(),
    resolvedAt: row.resolvedAt?.toISOString() ?? null,
    commander: names.get(row.assignments[0]?.userId ?? "") ?? null,
    firingCount: row._count.alerts,
  }));
}

async function namesOf(database: Database, userIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const users = await database.user.findMany({ where: { id: { in: [...userIds] } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [user.id, user.name]));
}

/** May the actor read this incident? */
export async function canSeeIncident(database: Database, actor: Actor, incidentId: string): Promise<boolean> {
  return (await database.incident.count({ where: { id: incidentId, ...visibleTo(actor) } })) === 1;
}

/** The incident a run belongs to; null when there is no such run. */
export async function incidentOfRun(database: Database, runId: string): Promise<string | null> {
  const run = await database.run.findUnique({ where: { id: runId }, select: { incidentId: true } });
  return run?.incidentId ?? null;
}

/** The parameters of an incident that stand for pods, with their values. */
export async function listPodParameters(
  database: Database,
  incidentId: string,
): Promise<readonly { name: string; value: string }[]> {
  const incident = await database.incident.findUnique({
    where: { id: incidentId },
    select: { revisionHash: true, parameters: { select: { name: true, value: true } } },
  });
  if (!incident?.revisionHash) {
    return [];
  }
  const runbook = await readRunbook(database, incident.revisionHash);
  const pods = new Set(
    runbook.parameters.filter((parameter) => parameter.kind.value === "pod").map((parameter) => parameter.name),
  );
  return incident.parameters.filter((parameter) => pods.has(parameter.name));
}

const parts = new WeakMap<Runbook, Promise<ChecklistParts>>();

/** A runbook as rooms show it: divided once for as long as it is kept. */
export function partsOf(runbook: Runbook): Promise<ChecklistParts> {
  const divided = parts.get(runbook) ?? checklistParts(runbook, nextTurn);
  parts.set(runbook, divided);
  return divided;
}
