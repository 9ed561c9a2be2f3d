import "server-only";
import type { Database } from "@/lib/adapters/database/transaction";
import type { RunbookCandidate } from "@/lib/core/incident/choose-runbook";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Runbook, RunMode } from "@/lib/core/runbook/runbook";
import { walkOperations, walkSteps } from "@/lib/core/runbook/walk";
import type { RunbookRow } from "./schema";

/** A revision never changes, so what was parsed once is kept: the room's page asks for the same few again and again. */
const parsedByHash = new Map<string, Runbook>();
const KEPT_REVISIONS = 200;

/** The parsed runbook of a revision. */
export async function readRunbook(database: Database, hash: string): Promise<Runbook> {
  const kept = parsedByHash.get(hash);
  if (kept) {
    return kept;
  }
  const row = await database.runbookRevision.findUnique({ where: { hash }, select: { parsed: true } });
  if (!row) {
    throw new AppError("not-found", "There is no such revision of a runbook.");
  }
  const runbook = storedRunbook(row.parsed);
  if (parsedByHash.size >= KEPT_REVISIONS) {
    parsedByHash.delete(parsedByHash.keys().next().value ?? "");
  }
  parsedByHash.set(hash, runbook);
  return runbook;
}

/** The column is only ever written by `indexRunbook` from a `Runbook`, so its shape is known. */
function storedRunbook(parsed: unknown): Runbook {
  return parsed as Runbook;
}

/** What a slug stands for right now; null when there is no such file. */
export async function findCurrentRevision(
  database: Database,
  slug: string,
): Promise<{ slug: string; hash: string; title: string; path: string } | null> {
  const file = await database.runbookFile.findFirst({
    where: { slug, removedAt: null },
    select: { slug: true, hash: true, path: true, revision: { select: { title: true } } },
  });
  return file && { slug: file.slug, hash: file.hash, path: file.path, title: file.revision.title };
}

/** The runbooks an alert may choose from. */
export async function listCandidates(database: Database): Promise<readonly (RunbookCandidate & { hash: string })[]> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null },
    select: { slug: true, path: true, hash: true },
    orderBy: { slug: "asc" },
  });
  return Promise.all(
    files.map(async (file) => ({ ...file, alerts: (await readRunbook(database, file.hash)).facts.alerts })),
  );
}

/** Slug and title of every runbook, for pickers. */
export async function listTitles(database: Database): Promise<readonly { slug: string; title: string }[]> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null },
    select: { slug: true, revision: { select: { title: true } } },
    orderBy: { slug: "asc" },
  });
  return files.map((file) => ({ slug: file.slug, title: file.revision.title }));
}

/** The library's rows, by title. */
export async function listLibrary(database: Database): Promise<readonly RunbookRow[]> {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null },
    select: { slug: true, path: true, hash: true, problem: true },
  });
  const rows = await Promise.all(files.map(async (file) => libraryRow(await readRunbook(database, file.hash), file)));
  return rows.sort((a, b) => a.title.localeCompare(b.title));
}

function libraryRow(
  runbook: Runbook,
  file: { readonly slug: string; readonly path: string; readonly problem: string | null },
): RunbookRow {
  const { title, facts, diagnostics } = runbook;
  const operations = [...walkOperations(runbook)].map(({ operation }) => operation);
  const count = (mode: RunMode) => operations.filter((operation) => operation.mode.value === mode).length;
  const alerts = facts.alerts.map((alert) => alert.value);
  const system = facts.system?.value ?? null;
  return {
    slug: file.slug,
    title,
    system,
    severity: facts.severity?.value ?? null,
    alerts,
    stepCount: [...walkSteps(runbook)].length,
    operationCount: operations.length,
    coverage: { native: count("native"), toolbox: count("toolbox"), byHand: count("by-hand") },
    findings: {
      errors: diagnostics.filter((finding) => finding.severity === "error").length,
      warnings: diagnostics.filter((finding) => finding.severity === "warning").length,
    },
    path: file.path,
    problem: file.problem,
    searchText: [title, system, ...alerts, ...operations.map((operation) => operation.script)].join(" ").toLowerCase(),
  };
}

/** What the library holds by slug: content, parser and problem. */
export async function listIndexed(database: Database) {
  const files = await database.runbookFile.findMany({
    where: { removedAt: null },
    select: { slug: true, hash: true, problem: true, revision: { select: { parserVersion: true } } },
  });
  return new Map(
    files.map(({ slug, hash, problem, revision }) => [slug, { hash, problem, parserVersion: revision.parserVersion }]),
  );
}
