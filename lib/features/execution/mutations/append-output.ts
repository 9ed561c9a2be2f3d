import "server-only";
import { NOTIFY_CHANNEL } from "@/lib/adapters/database/record-event";
import type { Database } from "@/lib/adapters/database/transaction";
import type { OutputPiece } from "@/lib/features/timeline/schema";

/**
 * Keeps pieces of a run's output while it runs, then tells the listeners. Not an event of its own: the run's start and
 * end are, and the end carries the hash of all of it.
 */
export async function appendOutput(database: Database, runId: string, pieces: readonly OutputPiece[]): Promise<void> {
  const last = pieces.at(-1)?.seq ?? 0;
  await database.outputChunk.createMany({ data: pieces.map((piece) => ({ runId, ...piece })), skipDuplicates: true });
  await database.$executeRaw`SELECT pg_notify(${NOTIFY_CHANNEL}, ${`run:${runId}@${last}`})`;
}
