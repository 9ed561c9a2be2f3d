import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { fillParameters } from "@/lib/core/incident/fill-parameters";
import { incidentKey, REOPEN_WINDOW_MS, severityFrom, type Target } from "@/lib/core/incident/incident";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { readRunbook } from "@/lib/features/runbook/data";
import { openIncident, type PinnedRunbook } from "./open-incident";
import { recordParameter } from "./set-parameter";

/** One alert as it came in, with the place and the runbook that were found for it. */
export type PlacedAlert = {
  readonly status: "firing" | "resolved";
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  readonly target: Target;
  readonly runbook: PinnedRunbook | null;
};

export type AlertEffect = "opened" | "reopened" | "attached" | "repeated" | "resolved" | "ignored";

/**
 * Puts one alert where it belongs: on the open incident of its workload, on one resolved less than 30 minutes ago
 * (which reopens), or on a new one. A resolve of something unknown is nothing.
 */
export async function takeAlert(
  scope: Scope,
  alert: PlacedAlert,
): Promise<{ incidentId: string | null; effect: AlertEffect }> {
  return inTransaction(scope, async (tx) => {
    if (alert.status === "resolved") {
      return settleAlert(tx, scope, alert);
    }
    const found = await findHome(tx, scope, alert);
    const home = found ?? (await openFor(tx, scope, alert));
    const isKnown = await recordFiring(tx, scope, { incidentId: home.incidentId, alert });
    const effect = home.effect ?? (isKnown ? "repeated" : "attached");
    return { incidentId: home.incidentId, effect };
  });
}

type Home = { readonly incidentId: string; readonly effect: "opened" | "reopened" | null };

async function findHome(tx: Database, scope: Scope, alert: PlacedAlert): Promise<Home | null> {
  const key = incidentKey(alert.target, alert.runbook?.slug ?? null);
  const open = await lockOpenIncident(tx, alert, key);
  if (open) {
    return { incidentId: open.id, effect: null };
  }
  const since = new Date(scope.now.getTime() - REOPEN_WINDOW_MS);
  const recent = await tx.incident.findFirst({
    where: { key, resolvedAt: { gte: since } },
    orderBy: { resolvedAt: "desc" },
    select: { id: true },
  });
  if (!recent) {
    return null;
  }
  const reopened = await tx.incident.updateMany({
    where: { id: recent.id, openKey: null },
    data: { status: "acknowledged", resolvedAt: null, closedAt: null, openKey: key },
  });
  if (reopened.count === 0) {
    return { incidentId: recent.id, effect: null };
  }
  const because = `${alert.labels["alertname"] ?? "an alert"} fired again within 30 minutes of the resolution`;
  await recordEvent(tx, scope, { timelineId: recent.id, event: { kind: "incident.reopened", payload: { because } } });
  return { incidentId: recent.id, effect: "reopened" };
}

/** Locked, so that nobody resolves it while the alert is attached. */
async function lockOpenIncident(tx: Database, alert: PlacedAlert, key: string): Promise<{ id: string } | undefined> {
  const { cluster, namespace, workload } = alert.target;
  // An alert without a runbook of its own belongs to whatever is open for its workload.
  const rows = alert.runbook
    ? await tx.$queryRaw<{ id: string }[]>`SELECT "id" FROM "Incident" WHERE "openKey" = ${key} FOR UPDATE`
    : await tx.$queryRaw<{ id: string }[]>`
        SELECT "id" FROM "Incident"
        WHERE "cluster" = ${cluster} AND "namespace" = ${namespace} AND "workload" = ${workload} AND "openKey" IS NOT NULL
        ORDER BY "openedAt" DESC LIMIT 1 FOR UPDATE`;
  return rows[0];
}

async function openFor(tx: Database, scope: Scope, alert: PlacedAlert): Promise<Home> {
  const { target, runbook, labels, annotations } = alert;
  const parsed = runbook ? await readRunbook(tx, runbook.hash) : null;
  const title = parsed ? titleOf(parsed) : annotations["summary"] || labels["alertname"] || "Alert";
  const severity = severityFrom(labels["severity"] ?? parsed?.facts.severity?.value);
  const { incidentId, isNew } = await openIncident(tx, scope, { title, severity, target, runbook });
  if (!isNew) {
    return { incidentId, effect: null };
  }
  for (const filling of fillParameters(parsed?.parameters ?? [], { labels, target })) {
    await recordParameter(tx, scope, { incidentId, setting: { ...filling, origin: "alert" } });
  }
  return { incidentId, effect: "opened" };
}

/** "SIE Memory OOM": the system when the runbook's title leaves it out. */
function titleOf({ title, facts }: Runbook): string {
  const system = facts.system?.value;
  return system === undefined || title.toLowerCase().includes(system.toLowerCase()) ? title : `${system} ${title}`;
}

/** Stores a firing alert; true when it was already firing here. */
async function recordFiring(
  tx: Database,
  scope: Scope,
  input: { incidentId: string; alert: PlacedAlert },
): Promise<boolean> {
  const { incidentId, alert } = input;
  const { fingerprint, labels, annotations, startsAt } = alert;
  const name = labels["alertname"] ?? "alert";
  const where = { incidentId_fingerprint: { incidentId, fingerprint } };
  const known = await tx.alert.findUnique({ where, select: { status: true, count: true } });
  const count = (known?.count ?? 0) + 1;
  await tx.alert.upsert({
    where,
    create: { incidentId, fingerprint, name, labels, annotations, status: "firing", startsAt },
    update: { status: "firing", count, startsAt, endsAt: null },
  });
  const isKnown = known?.status === "firing";
  const summary = annotations["summary"] ?? annotations["description"] ?? "";
  await recordEvent(tx, scope, {
    timelineId: incidentId,
    event: isKnown
      ? { kind: "alert.repeated", payload: { name, fingerprint, count } }
      : { kind: "alert.fired", payload: { name, fingerprint, labels, summary } },
  });
  return isKnown;
}

async function settleAlert(
  tx: Database,
  scope: Scope,
  alert: PlacedAlert,
): Promise<{ incidentId: string | null; effect: AlertEffect }> {
  const { fingerprint } = alert;
  const known = await tx.alert.findFirst({
    where: { fingerprint, status: "firing" },
    orderBy: { startsAt: "desc" },
    select: { incidentId: true, name: true },
  });
  if (!known) {
    return { incidentId: null, effect: "ignored" };
  }
  const { incidentId, name } = known;
  const settled = await tx.alert.updateMany({
    where: { incidentId, fingerprint, status: "firing" },
    data: { status: "resolved", endsAt: alert.endsAt ?? scope.now },
  });
  if (settled.count === 1) {
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "alert.resolved", payload: { name, fingerprint } },
    });
  }
  return { incidentId, effect: settled.count === 1 ? "resolved" : "ignored" };
}
