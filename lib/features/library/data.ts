import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import { grouped } from "@/lib/core/kernel/grouped";
import { type SearchEntry, searchEntry } from "@/lib/core/runbook/library/search-library";
import { type RunbookSummary, SEARCHED_LENGTH } from "@/lib/core/runbook/library/summarise";

declare global {
  // Routes and pages are bundled apart; what they know of the library's texts is kept once for all of them.
  var headroomLibraryTexts: Map<string, LibraryText> | undefined;
  var headroomSearchEntries: Map<string, SearchEntry> | undefined;
}

/** What the library shows of a text. */
export type LibraryText = { readonly title: string; readonly summary: LibrarySummary };
type LibrarySummary = Omit<RunbookSummary, "commands">;

/** Lets go of what is kept of a text that was parsed anew. */
export function forgetLibraryText(hash: string): void {
  globalThis.headroomLibraryTexts?.delete(hash);
  globalThis.headroomSearchEntries?.delete(hash);
}

type WithHash = { readonly hash: string };

const SUMMARIES_AT_ONCE = 400;

/** What the library shows of these files, by content hash: from memory, what is new from the database. */
export async function readLibraryTexts(
  database: Database,
  files: readonly WithHash[],
): Promise<ReadonlyMap<string, LibraryText>> {
  globalThis.headroomLibraryTexts ??= new Map();
  const kept = globalThis.headroomLibraryTexts;
  for (const hashes of grouped(missingIn(kept, files), SUMMARIES_AT_ONCE, () => 1)) {
    const rows = await database.$queryRaw<{ hash: string; title: string; summary: unknown }[]>`
      SELECT "hash", "title", "summary" - 'commands' AS "summary" FROM "RunbookRevision"
      WHERE "hash" = ANY(${hashes}) AND "summary" IS NOT NULL`;
    for (const { hash, title, summary } of rows) {
      kept.set(hash, { title, summary: storedSummary(summary) });
    }
  }
  return kept;
}

/** The texts of these files as a search looks in them, by content hash: the first search reads what is new. */
export async function readSearchEntries(
  database: Database,
  files: readonly WithHash[],
): Promise<ReadonlyMap<string, SearchEntry>> {
  const texts = await readLibraryTexts(database, files);
  globalThis.headroomSearchEntries ??= new Map();
  const kept = globalThis.headroomSearchEntries;
  const sizes = await sizesOf(database, missingIn(kept, files));
  for (const group of grouped(sizes, SEARCHED_LENGTH, ({ size }) => size)) {
    const hashes = group.map(({ hash }) => hash);
    const rows = await database.$queryRaw<{ hash: string; source: string; commands: string }[]>`
      SELECT "hash", left("source", ${SEARCHED_LENGTH}) AS "source",
        "summary"->>'commands' AS "commands"
      FROM "RunbookRevision" WHERE "hash" = ANY(${hashes})`;
    for (const { hash, source, commands } of rows) {
      const { title = "", summary } = texts.get(hash) ?? {};
      const alerts = (summary?.alerts ?? []).map(({ value }) => value);
      kept.set(hash, searchEntry({ title, alerts, system: summary?.system ?? null, commands, source }));
    }
  }
  return kept;
}

async function sizesOf(
  database: Database,
  hashes: readonly string[],
): Promise<readonly { hash: string; size: number }[]> {
  return hashes.length === 0
    ? []
    : database.$queryRaw`
        SELECT "hash", octet_length("source") AS "size" FROM "RunbookRevision"
        WHERE "hash" = ANY(${hashes}) AND "summary" IS NOT NULL`;
}

/** The hashes that are not kept yet. What is no file's text any more is let go. */
function missingIn(kept: Map<string, unknown>, files: readonly WithHash[]): readonly string[] {
  const wanted = new Set(files.map(({ hash }) => hash));
  for (const hash of kept.keys()) {
    if (!wanted.has(hash)) {
      kept.delete(hash);
    }
  }
  return [...wanted].filter((hash) => !kept.has(hash));
}

/** The column is only ever written by `indexRunbook` from a `RunbookSummary`, so its shape is known. */
function storedSummary(summary: unknown): LibrarySummary {
  return summary as LibrarySummary;
}
