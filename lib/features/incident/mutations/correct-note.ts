import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

/** Corrects a note: the old text stays, the new entry points at it. */
export async function correctNote(
  scope: Scope,
  input: { incidentId: string; corrects: number; text: string },
): Promise<number> {
  const { incidentId, corrects, text } = input;
  return inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const note = await tx.event.findUnique({
      where: { timelineId_seq: { timelineId: incidentId, seq: corrects } },
      select: { kind: true },
    });
    if (note?.kind !== "note.added") {
      throw new AppError("invalid-input", "Only a note can be corrected.");
    }
    return recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "note.corrected", payload: { corrects, text } },
    });
  });
}
