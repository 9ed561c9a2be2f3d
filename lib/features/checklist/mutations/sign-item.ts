import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { SignOffVerdict } from "@/lib/core/incident/event";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "@/lib/features/incident/data";
import { readRunbook } from "@/lib/features/runbook/data";

type Signature = {
  readonly incidentId: string;
  readonly itemId: string;
  readonly verdict: SignOffVerdict;
  readonly statement: string;
  /** What the bound check said at this moment, in words, and the hash of the samples it rests on. */
  readonly check: string | null;
  readonly evidenceHash: string | null;
};

/** A named person's statement on one item of the resolution checklist. The first signature stands until withdrawn. */
export async function signItem(scope: Scope, input: Signature): Promise<void> {
  const { incidentId, itemId, ...signature } = input;
  const { actor } = scope;
  if (actor.kind !== "user") {
    throw new AppError("forbidden", "Only a person can sign.");
  }
  await inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, actor, incidentId);
    const runbook = incident.revisionHash === null ? null : await readRunbook(tx, incident.revisionHash);
    const item = runbook?.facts.resolutionChecklist.find((candidate) => candidate.id === itemId);
    if (!item) {
      throw new AppError("not-found", "The resolution checklist has no such item.");
    }
    const { verdict, statement, evidenceHash } = signature;
    const row = { incidentId, itemId, verdict, statement, evidenceHash, userId: actor.id, at: scope.now };
    const created = await tx.signOff.createMany({ data: [row], skipDuplicates: true });
    if (created.count === 0) {
      throw new AppError("conflict", "Somebody signed this item before you.");
    }
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "item.signed", payload: { itemId, text: item.text, ...signature } },
    });
  });
}
