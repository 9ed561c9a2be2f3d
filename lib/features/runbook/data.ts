import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import { readTextInPieces, sql } from "@/lib/adapters/database/store-text";
import type { Database } from "@/lib/adapters/database/transaction";
import type { RunbookCandidate } from "@/lib/core/incident/choose-runbook";
import { isActor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import { KeptByWeight } from "@/lib/core/kernel/kept-by-weight";
import { parseJsonInSlices } from "@/lib/core/kernel/parse-json-slices";
import { lengthOf, type TextPieces } from "@/lib/core/kernel/text-pieces";
import { lineDiff } from "@/lib/core/runbook/library/line-diff";
import { storedRunbook } from "@/lib/core/runbook/library/stored-runbook";
import { type Layout, layOut } from "@/lib/core/runbook/page/document-parts";
import type { Runbook } from "@/lib/core/runbook/runbook";
import { forgetLibraryText, readLibraryTexts } from "@/lib/features/library/data";
import { type RevisionReview, type RevisionRow, type RunbookPolicy, revisionCommit, type TextChange } from "./schema";

declare global {
  // Routes and pages are bundled apart; what was parsed is kept once for all of them.
  var headroomRunbooks: KeptByWeight<Runbook> | undefined;
  var headroomParsing: Map<string, Promise<Runbook>> | undefined;
}

/** Characters of JSON, each of which is some bytes of memory when parsed: five of the longest, or hundreds as they are. */
const KEPT_LENGTH = 60_000_000;

/** A revision's text never changes, so what was parsed is kept: the room's page asks for the same few again and again. */
function keptRunbooks(): KeptByWeight<Runbook> {
  globalThis.headroomRunbooks ??= new KeptByWeight(KEPT_LENGTH);
  return globalThis.headroomRunbooks;
}

/** Lets go of what is kept of a revision that was parsed anew. */
export function forgetRevision(hash: string): void {
  globalThis.headroomRunbooks?.delete(hash);
  forgetLibraryText(hash);
}

/** The parsed runbook of a revision. */
export async function readRunbook(database: Database, hash: string): Promise<Runbook> {
  const kept = keptRunbooks().get(hash);
  if (kept) {
    return kept;
  }
  const pieces = await readParsed(database, hash);
  return keptRunbooks().get(hash) ?? parseOnce(hash, pieces);
}

/** A page asks for its runbook several times at once. Each reads by its own connection, which waits for nobody; one parses. */
function parseOnce(hash: string, pieces: TextPieces): Promise<Runbook> {
  globalThis.headroomParsing ??= new Map();
  const parsing = globalThis.headroomParsing;
  const present = parsing.get(hash) ?? parseStored(hash, pieces).finally(() => parsing.delete(hash));
  parsing.set(hash, present);
  return present;
}

async function parseStored(hash: string, pieces: TextPieces): Promise<Runbook> {
  const runbook = storedRunbook(await parseJsonInSlices(pieces, nextTurn));
  keptRunbooks().set(hash, runbook, lengthOf(pieces));
  return runbook;
}

const layouts = new WeakMap<Runbook, Promise<Layout>>();

/** How a runbook's page is laid out: reckoned once for as long as the runbook is kept. */
export function layoutOf(runbook: Runbook): Promise<Layout> {
  const layout = layouts.get(runbook) ?? layOut(runbook, nextTurn);
  layouts.set(runbook, layout);
  return layout;
}

/** Megabytes of text are read and parsed piece by piece: a page that opens a long runbook stops no other. */
async function readParsed(database: Database, hash: string): Promise<TextPieces> {
  const parsed = sql`SELECT "parsed"::text AS "text" FROM "RunbookRevision" WHERE "hash" = ${hash}`;
  return orNotFound(await readTextInPieces(database, parsed));
}

/** The text of a revision as it was written. */
export async function readSource(database: Database, hash: string): Promise<TextPieces> {
  const source = sql`SELECT "source" AS "text" FROM "RunbookRevision" WHERE "hash" = ${hash}`;
  return orNotFound(await readTextInPieces(database, source));
}

function orNotFound(pieces: TextPieces | null): TextPieces {
  if (pieces === null) {
    throw new AppError("not-found", "There is no such revision of a runbook.");
  }
  return pieces;
}

/** Files that could never be read: an empty text stands for them, and nobody can follow it. */
const neverRead = { problem: { not: null }, revision: { source: "" } };

/** What a slug stands for right now; null when there is no such file. */
export async function findCurrentRevision(database: Database, slug: string) {
  const file = await database.runbookFile.findFirst({
    where: { slug, removedAt: null },
    select: { slug: true, folder: true, hash: true, path: true, problem: true, revision: { select: { title: true } } },
  });
  const hasText = file?.problem === null || (await database.runbookFile.count({ where: { slug, ...neverRead } })) === 0;
  return file && { ...file, title: file.revision.title, hasText };
}

/** The slugs of the files that could never be read. */
export async function listNeverRead(database: Database): Promise<ReadonlySet<string>> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null, ...neverRead },
    select: { slug: true },
  });
  return new Set(files.map(({ slug }) => slug));
}

/** Everybody who changes what a slug stands for does so one after the other, until their transaction ends. */
export async function lockSlug(tx: Database, slug: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`runbook ${slug}`}, 0))`;
}

export type PinnableRevision = {
  readonly slug: string;
  readonly hash: string;
  readonly title: string;
  /** Why it is not simply the newest text, to be put behind how the runbook was chosen; "" when it is. */
  readonly note: string;
};

const CHANGES_LOOKED_THROUGH = 500;

/**
 * The revision that an incident is to follow: the newest one, or by policy the newest reviewed one. When none is
 * reviewed it is the newest, and the note says that nothing of it runs. Null when there is no such runbook, or no text of it.
 */
export async function findRevisionToPin(
  database: Database,
  slug: string,
  { requireReviewed }: RunbookPolicy,
): Promise<PinnableRevision | null> {
  const found = await findCurrentRevision(database, slug);
  const current = found?.hasText ? found : null;
  if (!current || !requireReviewed) {
    return current && { slug, hash: current.hash, title: current.title, note: "" };
  }
  const [changes, reviews] = await Promise.all([
    database.runbookChange.findMany({
      where: { slug },
      orderBy: { number: "desc" },
      take: CHANGES_LOOKED_THROUGH,
      select: { hash: true },
    }),
    database.runbookReview.findMany({ where: { slug }, select: { hash: true } }),
  ]);
  const reviewed = new Set(reviews.map((review) => review.hash));
  const hash = [current, ...changes].find((change) => reviewed.has(change.hash))?.hash;
  if (hash === undefined || hash === current.hash) {
    const note = hash === undefined ? "no revision is reviewed yet: it can be read, not run" : "";
    return { slug, hash: current.hash, title: current.title, note };
  }
  const { title } = await database.runbookRevision.findUniqueOrThrow({ where: { hash }, select: { title: true } });
  return { slug, hash, title, note: "newest reviewed revision; a newer text waits for its review" };
}

/** Who reviewed a revision; null when nobody did. */
export async function findReview(
  database: Database,
  revision: { readonly slug: string; readonly hash: string },
): Promise<RevisionReview | null> {
  const review = await database.runbookReview.findUnique({ where: { slug_hash: revision } });
  return review && { name: review.name, at: review.at.toISOString() };
}

/** The runbooks an alert may choose from. */
export async function listCandidates(database: Database): Promise<readonly RunbookCandidate[]> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null, NOT: neverRead },
    select: { slug: true, path: true, hash: true },
    orderBy: { slug: "asc" },
  });
  const texts = await readLibraryTexts(database, files);
  return files.map(({ slug, path, hash }) => ({
    slug,
    path,
    alerts: (texts.get(hash)?.summary.alerts ?? []).map(({ value, isStated }) => ({
      value,
      from: isStated ? "front-matter" : "written",
    })),
  }));
}

/** Slug and title of every runbook that can be followed, for pickers. */
export async function listTitles(database: Database): Promise<readonly { slug: string; title: string }[]> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null, NOT: neverRead },
    select: { slug: true, revision: { select: { title: true } } },
    orderBy: { slug: "asc" },
  });
  return files.map((file) => ({ slug: file.slug, title: file.revision.title }));
}

/** Every runbook there is, without its text. */
export async function listFiles(database: Database) {
  return database.runbookFile.findMany({
    where: { removedAt: null },
    select: { slug: true, folder: true, path: true, hash: true, problem: true, changedAt: true },
    orderBy: { slug: "asc" },
  });
}

/** The hashes of the reviewed revisions, each with its slug before it. */
export async function listReviewed(database: Database): Promise<ReadonlySet<string>> {
  const reviews = await database.runbookReview.findMany({ select: { slug: true, hash: true } });
  return new Set(reviews.map(({ slug, hash }) => `${slug} ${hash}`));
}

/** What the library holds by slug: content, place, parser and problem. */
export async function listIndexed(database: Database) {
  const files = await database.$queryRaw<IndexedRow[]>`
    SELECT f."slug", f."folder", f."path", f."hash", f."problem", r."parserVersion",
      coalesce((r."summary"->>'deadlineMisses')::int, 0) AS "deadlineMisses",
      (SELECT c."commit" IS NOT NULL FROM "RunbookChange" c WHERE c."slug" = f."slug" ORDER BY c."number" DESC LIMIT 1)
        AS "isCommitted"
    FROM "RunbookFile" f JOIN "RunbookRevision" r ON r."hash" = f."hash" WHERE f."removedAt" IS NULL`;
  return new Map(files.map((file) => [file.slug, file]));
}

export type IndexedRow = {
  readonly slug: string;
  /** Null for an upload. */
  readonly folder: string | null;
  readonly path: string;
  readonly hash: string;
  readonly problem: string | null;
  readonly parserVersion: number;
  /** How often this parser had no time for the text. */
  readonly deadlineMisses: number;
  readonly isCommitted: boolean | null;
};

/** Longer texts are not compared while others wait for the server. */
const MAX_DIFF_LENGTH = 400_000;

/** What changed from one revision to another. */
export async function compareRevisions(database: Database, from: string, to: string): Promise<TextChange> {
  const [before, after] = await Promise.all([readSource(database, from), readSource(database, to)]);
  if (lengthOf(before) + lengthOf(after) > MAX_DIFF_LENGTH) {
    return { kind: "too-long" };
  }
  const hunks = await lineDiff(before.join(""), after.join(""));
  return hunks ? { kind: "diff", hunks } : { kind: "unlike" };
}

const HISTORY_LENGTH = 200;

/** The history of a runbook, newest first. */
export async function listRevisions(database: Database, slug: string): Promise<readonly RevisionRow[]> {
  const [changes, reviews] = await Promise.all([
    database.runbookChange.findMany({ where: { slug }, orderBy: { number: "desc" }, take: HISTORY_LENGTH }),
    database.runbookReview.findMany({ where: { slug } }),
  ]);
  return changes.map(({ number, hash, at, actor, commit }) => {
    const review = reviews.find((candidate) => candidate.hash === hash);
    return {
      number,
      hash,
      at: at.toISOString(),
      uploadedBy: isActor(actor) && actor.kind === "user" ? actor.name : null,
      commit: revisionCommit.safeParse(commit).data ?? null,
      review: review ? { name: review.name, at: review.at.toISOString() } : null,
    };
  });
}
