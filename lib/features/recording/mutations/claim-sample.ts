import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";

/**
 * Takes one recording whose next sample is due, so that no other process takes the same sample; null when none is.
 * Whoever dies with it loses it at `until`.
 */
export async function claimSample(database: Database, now: Date, until: Date) {
  const due = await database.recording.findFirst({
    where: { status: "recording", nextAt: { lte: now }, OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
    orderBy: { nextAt: "asc" },
  });
  if (!due) {
    return null;
  }
  const claimed = await database.recording.updateMany({
    where: { id: due.id, status: "recording", nextAt: due.nextAt, leaseUntil: due.leaseUntil },
    data: { leaseUntil: until },
  });
  if (claimed.count === 0) {
    return null;
  }
  const number = 1 + (await database.recordingSample.count({ where: { recordingId: due.id } }));
  return { recording: { ...due, leaseUntil: until }, number };
}

export type ClaimedSample = NonNullable<Awaited<ReturnType<typeof claimSample>>>;
