import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "../data";

/** Writes a note on the timeline, on a step when `stepId` is given. Gives its number. */
export async function addNote(
  scope: Scope,
  input: { incidentId: string; text: string; stepId: string | null },
): Promise<number> {
  const { incidentId, text, stepId } = input;
  return inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    return recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "note.added", payload: { text, stepId } } });
  });
}
