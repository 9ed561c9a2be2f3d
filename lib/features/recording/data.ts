import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { visibleTo } from "@/lib/features/incident/data";

/** The samples of a recording that `actor` may see, or the one with `number`, in order. */
export async function readSamples(
  database: Database,
  actor: Actor,
  { recordingId, number }: { readonly recordingId: string; readonly number?: number | undefined },
) {
  const recording = await database.recording.findFirst({
    where: { id: recordingId, incident: visibleTo(actor) },
    select: { label: true, samples: { where: number === undefined ? {} : { number }, orderBy: { number: "asc" } } },
  });
  if (!recording || (number !== undefined && recording.samples.length === 0)) {
    throw new AppError("not-found", "There is no such sample.");
  }
  return recording.samples;
}
