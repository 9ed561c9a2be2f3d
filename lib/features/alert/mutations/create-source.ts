import "server-only";
import { recordEvent, sha256, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";

/** Adds a sender of alerts. Only the hash of its token is kept. Gives its id. */
export async function createSource(scope: Scope, input: { name: string; token: string }): Promise<string> {
  const { name, token } = input;
  return inTransaction(scope, async (tx) => {
    const created = await tx.alertSource.createManyAndReturn({
      data: [{ name, tokenHash: sha256(token), createdAt: scope.now, rotatedAt: scope.now }],
      skipDuplicates: true,
      select: { id: true },
    });
    const sourceId = created[0]?.id;
    if (sourceId === undefined) {
      throw new AppError("conflict", `There is already a source called ${name}.`);
    }
    await recordEvent(tx, scope, {
      timelineId: WORKSPACE_TIMELINE,
      event: { kind: "source.created", payload: { sourceId, name } },
    });
    return sourceId;
  });
}
