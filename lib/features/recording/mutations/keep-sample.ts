import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { ClaimedSample } from "./claim-sample";

export type Sample = {
  readonly exitCode: number;
  readonly outputHash: string | null;
  readonly outputBytes: number;
};

/**
 * Puts a sample on the timeline and sets when the next is due: the first slot after now, so that what was missed while
 * nobody was there is not made up for. The last one completes the recording. False when it was stopped meanwhile.
 */
export async function keepSample(scope: Scope, { recording, number }: ClaimedSample, sample: Sample): Promise<boolean> {
  const { id: recordingId, incidentId, stepId, operationId, label } = recording;
  const nextAt = nextSlot(recording, scope.now);
  const isLast = nextAt.getTime() >= recording.endsAt.getTime();
  const facts = { recordingId, stepId, operationId, label };
  return inTransaction(scope, async (tx) => {
    const held = await tx.recording.updateMany({
      where: { id: recordingId, status: "recording", leaseUntil: recording.leaseUntil },
      data: { nextAt, leaseUntil: null, status: isLast ? "complete" : "recording" },
    });
    if (held.count === 0) {
      return false;
    }
    await tx.recordingSample.create({ data: { recordingId, number, at: scope.now, ...sample } });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "recording.sampled", payload: { ...facts, number, ...sample } },
    });
    if (isLast) {
      await recordEvent(tx, scope, {
        timelineId: incidentId,
        event: { kind: "recording.ended", payload: { ...facts, because: "complete", samples: number } },
      });
    }
    return true;
  });
}

function nextSlot({ startedAt, everySeconds }: ClaimedSample["recording"], now: Date): Date {
  const every = everySeconds * 1000;
  const passed = Math.floor((now.getTime() - startedAt.getTime()) / every);
  return new Date(startedAt.getTime() + (Math.max(0, passed) + 1) * every);
}
