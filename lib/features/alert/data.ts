import "server-only";
import { z } from "zod";
import { sha256 } from "@/lib/adapters/database/record-event";
import type { Database } from "@/lib/adapters/database/transaction";
import type { KnownAlert } from "@/lib/core/incident/uncovered-alerts";
import type { Actor } from "@/lib/core/kernel/actor";
import { visibleTo } from "@/lib/features/incident/data";
import type { SourceRow } from "./schema";

/** The sender whose token this is; null when nobody's. Looked up by hash, so no comparison of secrets leaks its time. */
export async function findSourceByToken(database: Database, token: string): Promise<Actor | null> {
  const source = await database.alertSource.findUnique({
    where: { tokenHash: sha256(token) },
    select: { id: true, name: true },
  });
  return source && { kind: "webhook", sourceId: source.id, name: source.name };
}

/** All senders of alerts, without their tokens: those are not kept. */
export async function listSources(database: Database): Promise<readonly SourceRow[]> {
  const rows = await database.alertSource.findMany({ orderBy: { name: "asc" } });
  return rows.map(({ id, name, createdAt, rotatedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    rotatedAt: rotatedAt.toISOString(),
  }));
}

const LOOKED_THROUGH = 2_000;

/** The alerts that were received lately, of incidents that the actor may see; the newest of each name stands for it. */
export async function listReceivedAlerts(database: Database, actor: Actor): Promise<readonly KnownAlert[]> {
  const rows = await database.alert.findMany({
    where: { incident: visibleTo(actor) },
    orderBy: { startsAt: "desc" },
    take: LOOKED_THROUGH,
    select: { name: true, labels: true, annotations: true, startsAt: true, count: true },
  });
  return [...Map.groupBy(rows, (row) => row.name)].flatMap(([name, [newest, ...older]]) => {
    if (!newest) {
      return [];
    }
    const count = [newest, ...older].reduce((sum, row) => sum + row.count, 0);
    const times = count === 1 ? "once" : `${count} times`;
    const source = `fired ${times}, last on ${newest.startsAt.toISOString().slice(0, 10)}`;
    return [{ name, labels: words.parse(newest.labels), annotations: words.parse(newest.annotations), source }];
  });
}

const words = z.record(z.string(), z.string());
