import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "@/lib/features/incident/data";

/** Ends a recording early. Stopping what has ended is nothing. */
export async function stopRecording(
  scope: Scope,
  { incidentId, recordingId }: { readonly incidentId: string; readonly recordingId: string },
): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const recording = await tx.recording.findFirst({
      where: { id: recordingId, incidentId },
      select: { status: true, stepId: true, operationId: true, label: true, _count: { select: { samples: true } } },
    });
    if (!recording) {
      throw new AppError("not-found", "This incident has no such recording.");
    }
    if (recording.status !== "recording") {
      return;
    }
    await tx.recording.update({ where: { id: recordingId }, data: { status: "stopped", leaseUntil: null } });
    const { stepId, operationId, label, _count } = recording;
    const payload = { recordingId, stepId, operationId, label, because: "stopped" as const, samples: _count.samples };
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "recording.ended", payload } });
  });
}
