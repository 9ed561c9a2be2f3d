import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockSlug } from "../data";
import type { RevisionCommit } from "../schema";

type Committed = { readonly slug: string; readonly hash: string; readonly commit: RevisionCommit };

/** Adds the commit to the newest line of a slug's history once its text is committed. What is known stays. */
export async function noteCommit(scope: Scope, { slug, hash, commit }: Committed): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    const last = await tx.runbookChange.findFirst({ where: { slug }, orderBy: { number: "desc" } });
    if (last?.hash !== hash || last.commit !== null) {
      return;
    }
    await tx.runbookChange.update({ where: { slug_number: { slug, number: last.number } }, data: { commit } });
    await tx.runbookFile.update({ where: { slug }, data: { changedAt: new Date(commit.at) } });
    const { id, author } = commit;
    const event = { kind: "runbook.committed", payload: { slug, hash, commit: id, author } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
  });
}
