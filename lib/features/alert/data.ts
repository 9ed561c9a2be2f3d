import "server-only";
import { sha256 } from "@/lib/adapters/database/record-event";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
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
