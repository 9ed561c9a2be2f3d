import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { stageTexts } from "@/lib/adapters/database/store-text";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { cutText, textPieces, type Utf8 } from "@/lib/core/kernel/text-pieces";
import type { PackedRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { lockSlug } from "../data";
import type { RevisionCommit } from "../schema";

export type IndexedFile = {
  readonly slug: string;
  /** The configured folder; null for an upload. */
  readonly folder: string | null;
  readonly path: string;
  readonly hash: string;
  readonly source: Utf8;
  readonly packed: PackedRunbook;
  readonly parserVersion: number;
  /** Why the present content cannot be read; null when it can. */
  readonly problem: string | null;
  readonly changedAt: Date;
  readonly commit: RevisionCommit | null;
};

/** Makes a file's present content the current revision of its slug. Unchanged content is no event. */
export async function indexRunbook(scope: Scope, file: IndexedFile): Promise<void> {
  const { slug, folder, path, hash, problem, changedAt } = file;
  await inTransaction(scope, async (tx) => {
    await lockSlug(tx, slug);
    await storeRevision(tx, file);
    const known = await tx.runbookFile.findUnique({ where: { slug } });
    const present = { folder, path, hash, problem, indexedAt: scope.now, removedAt: null };
    await tx.runbookFile.upsert({
      where: { slug },
      create: { slug, ...present, changedAt },
      update: { ...present, ...(known?.hash !== hash && { changedAt }) },
    });
    const isNews = known?.hash !== hash || known.removedAt !== null || known.problem !== problem;
    if (!isNews) {
      return;
    }
    await addChange(tx, scope, file);
    const event = { kind: "runbook.indexed", payload: { slug, hash, previous: known?.hash ?? null } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
  });
}

/** Texts that are shorter go with their statement: a table for them costs more than they do. */
const MAX_DIRECT = 256 * 1024;

async function storeRevision(tx: Database, file: IndexedFile): Promise<void> {
  const { source, packed } = file;
  const summary = JSON.stringify(packed.summary);
  const length = source.length + packed.json.length + summary.length;
  await (length <= MAX_DIRECT ? storeDirectly : storeStaged)(tx, file, {
    source: textPieces(source).map((piece) => piece.replaceAll("\0", "\uFFFD")),
    parsed: textPieces(packed.json),
    summary: cutText(summary),
  });
}

type Texts = Readonly<Record<"source" | "parsed" | "summary", Iterable<string>>>;

async function storeDirectly(tx: Database, { slug, hash, packed, parserVersion }: IndexedFile, texts: Texts) {
  const [source, parsed, summary] = [joined(texts.source), joined(texts.parsed), joined(texts.summary)];
  await tx.$executeRaw`
    INSERT INTO "RunbookRevision" ("hash", "slug", "title", "source", "parsed", "parserVersion", "summary")
    VALUES (${hash}, ${slug}, ${packed.title}, ${source}, ${parsed}::text::jsonb, ${parserVersion}, ${summary}::text::jsonb)
    ON CONFLICT ("hash") DO UPDATE SET "title" = excluded."title", "parsed" = excluded."parsed",
      "parserVersion" = excluded."parserVersion", "summary" = excluded."summary"`;
}

function joined(pieces: Iterable<string>): string {
  return [...pieces].join("");
}

/** As text: what is megabytes long must not be taken apart and put together again on the server's event loop. */
async function storeStaged(tx: Database, { slug, hash, packed, parserVersion }: IndexedFile, texts: Texts) {
  const { title } = packed;
  await stageTexts(tx, texts);
  await tx.$executeRaw`
    WITH whole AS (SELECT "name", string_agg("text", '' ORDER BY "number") AS "text" FROM "LongText" GROUP BY "name")
    INSERT INTO "RunbookRevision" ("hash", "slug", "title", "source", "parsed", "parserVersion", "summary")
    SELECT ${hash}, ${slug}, ${title}, coalesce((SELECT "text" FROM whole WHERE "name" = 'source'), ''),
      (SELECT "text"::jsonb FROM whole WHERE "name" = 'parsed'), ${parserVersion},
      (SELECT "text"::jsonb FROM whole WHERE "name" = 'summary')
    ON CONFLICT ("hash") DO UPDATE SET "title" = excluded."title", "parsed" = excluded."parsed",
      "parserVersion" = excluded."parserVersion", "summary" = excluded."summary"`;
}

/** A line of the slug's history, unless its text is the one of the newest line. */
async function addChange(tx: Database, scope: Scope, { slug, hash, commit }: IndexedFile): Promise<void> {
  const last = await tx.runbookChange.findFirst({
    where: { slug },
    orderBy: { number: "desc" },
    select: { number: true, hash: true },
  });
  if (last?.hash === hash) {
    return;
  }
  const number = (last?.number ?? 0) + 1;
  await tx.runbookChange.create({
    data: { slug, number, hash, at: scope.now, actor: scope.actor, ...(commit && { commit }) },
  });
}
