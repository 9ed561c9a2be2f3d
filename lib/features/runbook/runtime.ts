import "server-only";
import path from "node:path";
import { getConfig } from "@/lib/adapters/config/config";
import type { Database, Scope } from "@/lib/adapters/database/transaction";
import { runbookContent } from "@/lib/adapters/runbook-files/runbook-content";
import { createRunbookParser, type RunbookParser } from "@/lib/adapters/runbook-files/runbook-parser";
import { isRunbookName, slugOfFile } from "@/lib/adapters/runbook-files/scan-folders";
import { severityFrom } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import { textPieces } from "@/lib/core/kernel/text-pieces";
import { isReviewOverdue, passesFilter } from "@/lib/core/runbook/library/filter-library";
import { queryWords, type SearchEntry, searchHit, searchScore } from "@/lib/core/runbook/library/search-library";
import { partOf } from "@/lib/core/runbook/page/document-parts";
import { PARSER_VERSION } from "@/lib/core/runbook/parse-runbook";
import { type LibraryText, readLibraryTexts, readSearchEntries } from "@/lib/features/library/data";
import {
  compareRevisions,
  findCurrentRevision,
  layoutOf,
  listFiles,
  listNeverRead,
  listReviewed,
  listRevisions,
  readRunbook,
  readSource,
} from "./data";
import { uploadRunbook } from "./mutations/upload-runbook";
import type {
  LibraryQuery,
  LibraryView,
  RevisionChange,
  RunbookHistory,
  RunbookNow,
  RunbookPlace,
  RunbookPolicy,
  RunbookRow,
  UploadRunbookInput,
} from "./schema";

declare global {
  var headroomRunbookParser: RunbookParser | undefined;
  // The worker reads the folders in one bundle, pages tell of it in others.
  var headroomLibraryNotices: readonly string[] | undefined;
}

/** The thread that parses, one for the process. */
export function runbookParser(): RunbookParser {
  globalThis.headroomRunbookParser ??= createRunbookParser({
    workerPath: path.resolve(/* turbopackIgnore: true */ "dist/runbook-worker.mjs"),
  });
  return globalThis.headroomRunbookParser;
}

/** What the operator asks of revisions. */
export function runbookPolicy(): RunbookPolicy {
  return getConfig().runbookPolicy;
}

/** Keeps what went wrong while the folders were read last. */
export function setLibraryNotices(notices: readonly string[]): void {
  globalThis.headroomLibraryNotices = notices;
}

type Found = {
  readonly file: Awaited<ReturnType<typeof listFiles>>[number];
  readonly text: LibraryText;
  /** Of no use without a search. */
  readonly entry: SearchEntry | undefined;
  readonly severity: string | null;
};

/** The library as one search sees it: the best answers first, without a search by title. */
export async function searchLibrary(
  { database, now }: Pick<Scope, "database" | "now">,
  query: LibraryQuery,
): Promise<LibraryView> {
  const { requireReviewed } = runbookPolicy();
  const [files, neverRead, reviewed] = await Promise.all([
    listFiles(database),
    listNeverRead(database),
    requireReviewed ? listReviewed(database) : new Set<string>(),
  ]);
  const words = queryWords(query.q);
  const texts = await readLibraryTexts(database, files);
  const entries = words.length > 0 ? await readSearchEntries(database, files) : new Map<string, SearchEntry>();
  const all = foundOf(files, texts, entries);
  const filter = { ...query, hasFindings: query.findings === "1" };
  const found = all
    .filter((each) => passesFilter(filterable(each), filter, now))
    .map((each) => ({ ...each, score: each.entry ? searchScore(each.entry, words) : 1 }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.text.title.localeCompare(b.text.title));
  const rows = found.slice(0, query.show).map((each) => rowOf(each, words, now));
  return {
    rows: rows.map((row, index) => {
      const hash = found[index]?.file.hash;
      return {
        ...row,
        isReviewed: requireReviewed ? reviewed.has(`${row.slug} ${hash}`) : null,
        hasText: !neverRead.has(row.slug),
      };
    }),
    foundCount: found.length,
    totalCount: all.length,
    systems: distinct(all.map(({ text }) => text.summary.system)),
    severities: distinct(all.map(({ severity }) => severity)),
    notices: globalThis.headroomLibraryNotices ?? [],
  };
}

function foundOf(
  files: readonly Found["file"][],
  texts: ReadonlyMap<string, LibraryText>,
  entries: ReadonlyMap<string, SearchEntry>,
): readonly Found[] {
  return files.flatMap((file) => {
    const text = texts.get(file.hash);
    const said = text?.summary.severity ?? text?.summary.alertRules.find((rule) => rule.severity)?.severity;
    return text ? [{ file, text, entry: entries.get(file.hash), severity: said ? severityFrom(said) : null }] : [];
  });
}

function filterable({ file, text, severity }: Found) {
  const { system, phases, reviewDue, findings } = text.summary;
  return { system, phases, reviewDue, findings, severity, problem: file.problem, changedAt: file.changedAt.getTime() };
}

function rowOf({ file, text, entry, severity }: Found, words: readonly string[], now: Date): RunbookRow {
  const { system, alerts, stepCount, coverage, findings, reviewDue, proseBecause } = text.summary;
  return {
    slug: file.slug,
    title: text.title,
    system,
    severity,
    alerts: alerts.map(({ value }) => value),
    stepCount,
    coverage,
    findings,
    path: file.path,
    isUpload: file.folder === null,
    problem: file.problem ?? proseBecause,
    hasText: true,
    changedAt: file.changedAt.toISOString(),
    reviewDue,
    isOverdue: isReviewOverdue(reviewDue, now),
    isReviewed: null,
    hit: entry ? searchHit(entry, words) : null,
  };
}

function distinct(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.flatMap((value) => value ?? []))].sort((a, b) => a.localeCompare(b));
}

/** Takes an uploaded file. What cannot be a runbook is refused with the sentence for the person who sent it. */
export async function takeUpload(
  scope: Scope,
  { name, base64, replaces }: UploadRunbookInput,
): Promise<{ slug: string }> {
  const file = path.basename(name);
  if (/[.](?:adoc|asciidoc|asc)$/i.test(file)) {
    throw new AppError(
      "invalid-input",
      `${file} is AsciiDoc, which Headroom does not read: convert it to Markdown first (downdoc can).`,
    );
  }
  if (!isRunbookName(file)) {
    throw new AppError("invalid-input", `${file} is not Markdown: its name must end in .md.`);
  }
  const content = runbookContent(Buffer.from(base64, "base64"));
  if (typeof content === "string") {
    throw new AppError("invalid-input", `${file} ${content}`);
  }
  const { source, hash } = content;
  if (textPieces(source).every((piece) => piece.trim() === "")) {
    throw new AppError("invalid-input", `${file} is empty: there is nothing to follow in it.`);
  }
  const slug = slugOfFile(file);
  const packed = await runbookParser().parse({ source, path: file, slug });
  return uploadRunbook(scope, { slug, path: file, hash, source, packed, parserVersion: PARSER_VERSION, replaces });
}

/** Which text a runbook has now. */
export async function runbookNow(database: Database, slug: string): Promise<RunbookNow> {
  return { hash: (await findCurrentRevision(database, slug))?.hash ?? null };
}

/** In which part of a runbook's page a section or list item stands, by its name in a link. */
export async function runbookPlace(database: Database, slug: string, name: string): Promise<RunbookPlace> {
  const current = await findCurrentRevision(database, slug);
  return { part: current && partOf(await layoutOf(await readRunbook(database, current.hash)), name) };
}

/** The history of a runbook, and what the chosen revision changed. */
export async function runbookHistory(database: Database, slug: string, number: number | null): Promise<RunbookHistory> {
  const [current, revisions] = await Promise.all([findCurrentRevision(database, slug), listRevisions(database, slug)]);
  if (!current) {
    throw new AppError("not-found", `There is no runbook ${slug}.`);
  }
  const chosen = revisions.find((revision) => revision.number === (number ?? revisions[0]?.number));
  if (!chosen) {
    return { slug, title: current.title, revisions, chosen: null };
  }
  const before = revisions.find((revision) => revision.number === chosen.number - 1);
  const change = await changeBetween(database, before?.hash ?? null, chosen.hash);
  return { slug, title: current.title, revisions, chosen: { number: chosen.number, change } };
}

async function changeBetween(database: Database, from: string | null, to: string): Promise<RevisionChange> {
  if (from !== null) {
    return compareRevisions(database, from, to);
  }
  const pieces = await readSource(database, to);
  return { kind: "first", lineCount: 1 + pieces.reduce((sum, piece) => sum + piece.split("\n").length - 1, 0) };
}
