import "server-only";
import { recordEvent, sha256, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";

/** Replaces a source's token: the old one stops working at once. Gives the source's name. */
export async function rotateSource(scope: Scope, input: { sourceId: string; token: string }): Promise<string> {
  const { sourceId, token } = input;
  return inTransaction(scope, async (tx) => {
    const source = await tx.alertSource.findUnique({ where: { id: sourceId }, select: { name: true } });
    if (!source) {
      throw new AppError("not-found", "There is no such source.");
    }
    await tx.alertSource.update({ where: { id: sourceId }, data: { tokenHash: sha256(token), rotatedAt: scope.now } });
    const event = { kind: "source.rotated", payload: { sourceId, name: source.name } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
    return source.name;
  });
}
