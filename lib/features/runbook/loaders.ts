import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { cache } from "react";
import { getUser } from "@/lib/adapters/auth/current-user";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import { hasRole } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { maskedCall } from "@/lib/core/runbook/operations/logins";
import type { Stretch } from "@/lib/core/runbook/page/document-parts";
import type { Operation } from "@/lib/core/runbook/runbook";
import { walkStepOperations } from "@/lib/core/runbook/walk";
import { type RiskVerdict, riskOf } from "@/lib/core/shell/risk/risk-of";
import { findCurrentRevision, findReview, layoutOf, readRunbook } from "./data";
import { runbookHistory, runbookPolicy, searchLibrary } from "./runtime";
import { type LibraryRights, type LibraryView, libraryQuery, type RunbookHistory, type RunbookPage } from "./schema";

/** The library, as the address asks for it. */
export const loadLibrary = cache(async (asked: unknown): Promise<LibraryView> => {
  await getUser();
  return searchLibrary({ database: await databaseReady(), now: new Date() }, libraryQuery.parse(asked));
});

/** A runbook's history; `number` is the revision whose change is shown, the newest without one. */
export const loadHistory = cache(async (slug: string, number: number | null): Promise<RunbookHistory> => {
  await getUser();
  return runbookHistory(await databaseReady(), slug, number);
});

/** One runbook as it is right now; `asked` is the part of it to show when it is too long for one page. */
export const loadRunbook = cache(async (slug: string, asked: number): Promise<RunbookPage> => {
  await getUser();
  const database = await databaseReady();
  const revision = await findCurrentRevision(database, slug);
  if (!revision) {
    throw new AppError("not-found", `There is no runbook ${slug}.`);
  }
  const runbook = await readRunbook(database, revision.hash);
  const layout = await layoutOf(runbook);
  const part = Math.min(Math.max(asked, 1), layout.parts.length);
  const { hash, path, folder, problem, hasText } = revision;
  return {
    runbook,
    layout,
    part,
    slug,
    hash,
    path,
    isUpload: folder === null,
    problem,
    hasText,
    risks: await risksOf(layout.parts[part - 1] ?? []),
    review: await findReview(database, { slug, hash }),
    needsReview: runbookPolicy().requireReviewed,
  };
});

function riskOfOperation(operation: Operation): RiskVerdict {
  return operation.language === "promql"
    ? { risk: "read", reasons: [] }
    : riskOf(maskedCall(operation), getConfig().readList);
}

const RISKS_IN_A_TURN = 100;

/** By operation. Of thousands, others have their turn in between. */
async function risksOf(stretches: readonly Stretch[]): Promise<RunbookPage["risks"]> {
  const risks: (readonly [string, RiskVerdict])[] = [];
  for (const { steps } of new Set(stretches.map(({ section }) => section))) {
    for (const operation of walkStepOperations(steps)) {
      risks.push([operation.id, riskOfOperation(operation)]);
      if (risks.length % RISKS_IN_A_TURN === 0) {
        await nextTurn();
      }
    }
  }
  return Object.fromEntries(risks);
}

/** What the person who asks may do with runbooks. */
export const loadLibraryRights = cache(async (): Promise<LibraryRights> => {
  const user = await getUser();
  return {
    operate: hasRole(user, "responder"),
    review: hasRole(user, "commander"),
    administer: hasRole(user, "admin"),
  };
});

/** Where the library's files are, for the person who has none yet. */
export async function loadRunbookFolder(): Promise<string> {
  return getConfig().runbookFolders.join(", ");
}
