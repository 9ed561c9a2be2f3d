import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { Runbook } from "@/lib/core/runbook/runbook";

export type IndexedFile = {
  readonly slug: string;
  readonly path: string;
  readonly hash: string;
  readonly source: string;
  readonly runbook: Runbook;
  readonly parserVersion: number;
  /** Why the present content cannot be read; null when it can. */
  readonly problem: string | null;
};

/** Makes a file's present content the current revision of its slug. Unchanged content is no event. */
export async function indexRunbook(scope: Scope, file: IndexedFile): Promise<void> {
  const { slug, path, hash, source, runbook, parserVersion, problem } = file;
  await inTransaction(scope, async (tx) => {
    const parsed = runbook;
    await tx.runbookRevision.upsert({
      where: { hash },
      create: { hash, slug, title: runbook.title, source, parsed, parserVersion },
      update: { parsed, parserVersion, title: runbook.title },
    });
    const known = await tx.runbookFile.findUnique({ where: { slug }, select: { hash: true, removedAt: true } });
    await tx.runbookFile.upsert({
      where: { slug },
      create: { slug, path, hash, problem, indexedAt: scope.now },
      update: { path, hash, problem, indexedAt: scope.now, removedAt: null },
    });
    if (known?.hash !== hash || known.removedAt !== null) {
      const event = { kind: "runbook.indexed", payload: { slug, hash, previous: known?.hash ?? null } } as const;
      await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
    }
  });
}
