import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockSlug } from "../data";

/** Takes a runbook whose file is gone out of the library. Incidents keep the revision they are pinned to. */
export async function removeRunbook(scope: Scope, slug: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    const known = await tx.runbookFile.findFirst({ where: { slug, removedAt: null }, select: { hash: true } });
    if (!known) {
      return;
    }
    await tx.runbookFile.update({ where: { slug }, data: { removedAt: scope.now } });
    const event = { kind: "runbook.removed", payload: { slug, hash: known.hash } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
  });
}

/** The same for an upload, by an admin. What comes from a folder is removed there. */
export async function removeUpload(scope: Scope, slug: string): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    const known = await tx.runbookFile.findFirst({ where: { slug, removedAt: null }, select: { folder: true } });
    if (!known) {
      throw new AppError("not-found", `There is no runbook ${slug}.`);
    }
    if (known.folder !== null) {
      throw new AppError("conflict", `${slug} comes from the folder ${known.folder}: remove its file there.`);
    }
    await removeRunbook({ ...scope, database: tx }, slug);
  });
}
