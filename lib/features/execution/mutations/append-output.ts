import "server-only";
import { NOTIFY_CHANNEL } from "@/lib/adapters/database/record-event";
import type { Database } from "@/lib/adapters/database/transaction";
import type { OutputPiece } from "@/lib/core/output/kept-output";

/**
 * Keeps pieces of a run's output while it runs, then tells the listeners. Not an event of its own: the run's start and
 * end are, and the end carries the hash of all of it.
 */
export async function appendOutput(database: Database, runId: string, pieces: readonly OutputPiece[]): Promise<void> {
  const last = pieces.at(-1)?.seq ?? 0;
  // One statement: the notification goes out with the commit of the rows.
  await database.$executeRaw`
    WITH kept AS (
      INSERT INTO "OutputChunk" ("runId", "seq", "stream", "text")
      SELECT ${runId}, *
      FROM unnest(
        ${pieces.map(({ seq }) => seq)}::int[],
        ${pieces.map(({ stream }) => stream)}::text[],
        ${pieces.map(({ text }) => storable(text))}::text[]
      )
      ON CONFLICT DO NOTHING
    )
    SELECT pg_notify(${NOTIFY_CHANNEL}, ${`run:${runId}@${last}`})`;
}

/** Postgres' text holds every character but one, which `/proc/1/environ` is full of. */
function storable(text: string): string {
  return text.replaceAll("\0", "\u2400");
}
