import "server-only";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import { AppError } from "@/lib/core/kernel/app-error";
import { maskParameters } from "@/lib/core/runbook/mask-parameters";
import { walkOperations } from "@/lib/core/runbook/walk";
import { riskOf } from "@/lib/core/shell/risk-of";
import { findCurrentRevision, listLibrary, readRunbook } from "./data";
import type { RunbookPage, RunbookRow } from "./schema";

/** The library. */
export const loadLibrary = cache(async (): Promise<readonly RunbookRow[]> => {
  await getUser();
  return listLibrary(await databaseReady());
});

/** One runbook as it is right now. */
export const loadRunbook = cache(async (slug: string): Promise<RunbookPage> => {
  await getUser();
  const database = await databaseReady();
  const revision = await findCurrentRevision(database, slug);
  if (!revision) {
    throw new AppError("not-found", `There is no runbook ${slug}.`);
  }
  const runbook = await readRunbook(database, revision.hash);
  const risks = [...walkOperations(runbook)].map(
    ({ operation }) => [operation.id, riskOf(maskParameters(operation.script)).risk] as const,
  );
  return { runbook, hash: revision.hash, path: revision.path, risks: Object.fromEntries(risks) };
});

/** Where the library's files are, for the person who has none yet. */
export async function loadRunbookFolder(): Promise<string> {
  return getConfig().runbookFolders.join(", ");
}
