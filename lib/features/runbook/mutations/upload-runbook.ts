import "server-only";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockSlug } from "../data";
import { type IndexedFile, indexRunbook } from "./index-runbook";

type Upload = Omit<IndexedFile, "folder" | "problem" | "changedAt" | "commit"> & {
  /** The revision the sender saw and wants to replace; null for a new runbook. */
  readonly replaces: string | null;
};

/**
 * Takes an uploaded runbook into the library, or its next revision. A name that is taken is a conflict that says by
 * what; of two who replace the same revision, the second is told.
 */
export async function uploadRunbook(scope: Scope, { replaces, ...upload }: Upload): Promise<{ slug: string }> {
  const { slug } = upload;
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    await refuseCollision(tx, { slug, hash: upload.hash, replaces });
    const file = { ...upload, folder: null, problem: null, changedAt: scope.now, commit: null };
    // It records runbook.indexed, with the person as its actor.
    await indexRunbook({ ...scope, database: tx }, file);
  });
  return { slug };
}

async function refuseCollision(
  tx: Database,
  { slug, hash, replaces }: Pick<Upload, "slug" | "hash" | "replaces">,
): Promise<void> {
  const known = await tx.runbookFile.findFirst({
    where: { slug, removedAt: null },
    select: { folder: true, path: true, hash: true },
  });
  if (!known) {
    return;
  }
  if (known.folder !== null) {
    throw new AppError(
      "conflict",
      `${slug} is ${known.path} in the folder ${known.folder} already: change it there, or give your file another name.`,
    );
  }
  if (known.hash === hash) {
    throw new AppError("conflict", `${slug} has exactly this text already.`);
  }
  if (replaces === null) {
    throw new AppError(
      "conflict",
      `There is an uploaded runbook ${slug} already: send the file as its next revision, or give it another name.`,
    );
  }
  if (replaces !== known.hash) {
    throw new AppError("conflict", `Somebody else changed ${slug} meanwhile: look at its newest revision first.`);
  }
}
