import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { TimelineEvent } from "@/lib/core/incident/event";
import type { OutputPiece } from "@/lib/core/output/kept-output";

/** The events of a timeline after `seq`, in order. */
export async function readEvents(
  database: Database,
  timelineId: string,
  after: number,
): Promise<readonly TimelineEvent[]> {
  const rows = await database.event.findMany({
    where: { timelineId, seq: { gt: after } },
    orderBy: { seq: "asc" },
    select: { timelineId: true, seq: true, kind: true, at: true, actor: true, payload: true },
  });
  return rows.map((row) => storedEvent({ ...row, at: row.at.toISOString() }));
}

/** A whole timeline with its chain, for verification. */
export async function readChain(database: Database, timelineId: string) {
  const rows = await database.event.findMany({ where: { timelineId }, orderBy: { seq: "asc" } });
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

/** The output kept so far of a run that goes on, after piece `seq`, whoever asks. */
export async function readPieces(database: Database, runId: string, after: number): Promise<readonly OutputPiece[]> {
  const rows = await database.outputChunk.findMany({
    where: { runId, seq: { gt: after } },
    orderBy: { seq: "asc" },
    select: { seq: true, stream: true, text: true },
  });
  return rows.map((row) => ({ ...row, stream: row.stream === "stderr" ? "stderr" : "stdout" }));
}

/** Rows are only ever written by `recordEvent` from an `EventDraft`, so kind and payload belong together. */
function storedEvent(
  row: Omit<TimelineEvent, "kind" | "payload" | "actor"> & { kind: string; actor: unknown; payload: unknown },
): TimelineEvent {
  return row as TimelineEvent;
}
