import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockSlug } from "../data";

type Report = { readonly slug: string; readonly folder: string; readonly path: string; readonly problem: string };

/**
 * Says that a runbook's file cannot be read as it is now; its last good revision stays. Gives false when there is none
 * to stay: nothing is known of the slug.
 */
export async function reportProblem(scope: Scope, { slug, folder, path, problem }: Report): Promise<boolean> {
  return inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    const known = await tx.runbookFile.findFirst({ where: { slug, removedAt: null }, select: { problem: true } });
    if (!known) {
      return false;
    }
    if (known.problem !== problem) {
      await tx.runbookFile.update({ where: { slug }, data: { folder, path, problem } });
      const event = { kind: "runbook.unreadable", payload: { slug, problem } } as const;
      await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
    }
    return true;
  });
}
