import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";

/** Takes a runbook whose file is gone out of the library. Incidents keep the revision they are pinned to. */
export async function removeRunbook(scope: Scope, slug: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const known = await tx.runbookFile.findFirst({ where: { slug, removedAt: null }, select: { hash: true } });
    if (!known) {
      return;
    }
    await tx.runbookFile.update({ where: { slug }, data: { removedAt: scope.now } });
    const event = { kind: "runbook.removed", payload: { slug, hash: known.hash } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
  });
}
