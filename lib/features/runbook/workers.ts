import "server-only";
import { createHash } from "node:crypto";
import path from "node:path";
import { getConfig } from "@/lib/adapters/config/config";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import { getLog } from "@/lib/adapters/log/process-log";
import type { Commit } from "@/lib/adapters/runbook-files/git-history";
import { createGitReader } from "@/lib/adapters/runbook-files/git-reader";
import type { RunbookParser } from "@/lib/adapters/runbook-files/runbook-parser";
import {
  createFolderScanner,
  type FolderScan,
  type FolderScanner,
  type FoundRunbook,
  type RunbookProblem,
  readFoundRunbook,
} from "@/lib/adapters/runbook-files/scan-folders";
import { createFolderWatch, placesAround, type WatchedPlace } from "@/lib/adapters/runbook-files/watch-folders";
import type { Worker } from "@/lib/core/kernel/worker";
import { type PackedRunbook, packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { PARSER_VERSION, proseRunbook } from "@/lib/core/runbook/parse-runbook";
import { readSearchEntries } from "@/lib/features/library/data";
import { forgetRevision, type IndexedRow, listFiles, listIndexed, readSource } from "./data";
import { type IndexedFile, indexRunbook } from "./mutations/index-runbook";
import { noteCommit } from "./mutations/note-commit";
import { removeRunbook } from "./mutations/remove-runbook";
import { reportProblem } from "./mutations/report-problem";
import { runbookParser, setLibraryNotices } from "./runtime";

/** Some file systems tell nothing of changes, so the folders are also looked at now and then. */
const LOOK_AGAIN_MS = 30_000;

declare global {
  // Routes are bundled apart; an alert that comes while Headroom starts must wait for the library.
  var headroomLibrary: PromiseWithResolvers<void> | undefined;
}

/** Resolves when the folders have been read once. */
export function libraryReady(): Promise<void> {
  globalThis.headroomLibrary ??= Promise.withResolvers();
  return globalThis.headroomLibrary.promise;
}

/** Keeps the library in step with the folders of the configuration. */
export const runbookWorker: Worker = { name: "runbook", start: startIndexing };

async function startIndexing(): Promise<() => Promise<void>> {
  const parser = runbookParser();
  const folders = getConfig().runbookFolders;
  const indexer = createIndexer(folders, parser);
  let running = Promise.resolve();
  const look = async () => {
    const database = await databaseReady();
    const watched = await indexer({ actor: { kind: "system", name: "Headroom" }, database, now: new Date() });
    watch.follow(watched);
  };
  const again = () => {
    running = running.then(look).catch((error: unknown) => getLog().warn("Reading the runbooks failed", { error }));
  };
  const watch = createFolderWatch(again);
  await look();
  globalThis.headroomLibrary ??= Promise.withResolvers();
  globalThis.headroomLibrary.resolve();
  // So that the first search need not wait for the texts.
  const warming = warmSearch().catch((error: unknown) =>
    getLog().warn("Reading the texts for search failed", { error }),
  );
  const timer = setInterval(again, LOOK_AGAIN_MS);
  return async () => {
    clearInterval(timer);
    watch.close();
    await Promise.all([running, warming]);
    await parser.close();
  };
}

async function warmSearch(): Promise<void> {
  const database = await databaseReady();
  await readSearchEntries(database, await listFiles(database));
}

/** Gives the function that reads the folders once and brings the library in step; it gives the places to watch. */
export function createIndexer(
  folders: readonly string[],
  parser: RunbookParser,
): (scope: Scope) => Promise<readonly WatchedPlace[]> {
  const scanner: FolderScanner = createFolderScanner();
  const git = createGitReader();
  const beginLook = createRetries();
  return async (scope) => {
    const mayRetry = beginLook();
    const [scan, known] = await Promise.all([scanner.scan(folders), listIndexed(scope.database)]);
    const notices = [...scan.notices];
    const { commits, problems } = await git.read(scan.files);
    notices.push(...problems);
    const isUpload = ({ slug }: { readonly slug: string }) => known.get(slug)?.folder === null;
    for (const file of [...scan.files, ...scan.problems].filter(isUpload)) {
      notices.push(
        `${path.join(file.folder, file.path)} has the same name as an uploaded runbook: rename one of them.`,
      );
    }
    const guarded = guard(notices);
    await severalAtOnce(
      scan.files.filter((each) => !isUpload(each)),
      (file) => {
        const commit = commits.get(path.join(file.folder, file.path)) ?? null;
        const indexed = known.get(file.slug);
        const isRetry = indexed !== undefined && mayRetry(indexed);
        return guarded(file, () => bringInStep(scope, parser, { file, commit, indexed, isRetry }));
      },
    );
    for (const problem of scan.problems.filter((each) => !isUpload(each))) {
      await guarded(problem, () => tellProblem(scope, problem));
    }
    const present = new Set([...scan.files, ...scan.problems].map(({ slug }) => slug));
    for (const row of [...known.values()].filter((each) => !present.has(each.slug) && isGone(each, scan))) {
      await removeRunbook(scope, row.slug);
    }
    const uploads = [...known.values()].filter((each) => each.folder === null);
    for (const row of uploads.filter((each) => isOutdated(each) || mayRetry(each))) {
      await guarded({ folder: "", path: row.path }, () => parseAnew(scope, parser, row));
    }
    setLibraryNotices(notices);
    return [
      ...scan.folders.map((folder) => ({ folder, entry: null })),
      ...folders.flatMap((folder) => placesAround(folder, git.folderOf(folder))),
    ];
  };
}

const RETRIES_IN_A_LOOK = 3;
const MOST_MISSES = 3;

/**
 * A text for which there was no time once (the machine was busy that second) is given time again: a few in a look, each
 * once in a process and three times in all, never in the first look, for which others wait.
 */
function createRetries(): () => (row: IndexedRow) => boolean {
  const tried = new Set<string>();
  let looks = 0;
  return () => {
    looks += 1;
    let left = looks === 1 ? 0 : RETRIES_IN_A_LOOK;
    return ({ hash, deadlineMisses }) => {
      const may = left > 0 && deadlineMisses > 0 && deadlineMisses < MOST_MISSES && !tried.has(hash);
      if (may) {
        left -= 1;
        tried.add(hash);
      }
      return may;
    };
  };
}

/** The packed text with the misses before this one. */
function withMisses(packed: PackedRunbook, indexed: IndexedRow | undefined, hash: string): PackedRunbook {
  const { deadlineMisses } = packed.summary;
  const isSame = indexed?.hash === hash && !isOutdated(indexed);
  return deadlineMisses === undefined || !isSame
    ? packed
    : { ...packed, summary: { ...packed.summary, deadlineMisses: deadlineMisses + indexed.deadlineMisses } };
}

/** While one file is stored, the next is parsed. */
const FILES_AT_ONCE = 3;

async function severalAtOnce<T>(files: readonly T[], work: (file: T) => Promise<void>): Promise<void> {
  const waiting = files.values();
  const hand = async () => {
    for (const file of waiting) {
      await work(file);
    }
  };
  await Promise.all(Array.from({ length: FILES_AT_ONCE }, hand));
}

/** One file that cannot be stored is a notice; the others go on. */
function guard(notices: string[]) {
  return async (file: Pick<FoundRunbook, "folder" | "path">, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const name = path.join(file.folder, file.path);
      getLog().warn("A runbook could not be stored", { file: name, error });
      notices.push(`${name} could not be stored: the log says why. The rest of the library is not affected.`);
    }
  };
}

type Step = {
  readonly file: FoundRunbook;
  readonly commit: Commit | null;
  readonly indexed: IndexedRow | undefined;
  /** Parse it although it is known. */
  readonly isRetry: boolean;
};

async function bringInStep(scope: Scope, parser: RunbookParser, step: Step): Promise<void> {
  const { file, commit, indexed, isRetry } = step;
  const { slug } = file;
  const isSame = indexed?.hash === file.hash && indexed.problem === null && isSamePlace(indexed, file);
  if (indexed && isSame && !isOutdated(indexed) && !isRetry) {
    if (commit && indexed.isCommitted === false) {
      await noteCommit(scope, { slug, hash: file.hash, commit });
    }
    return;
  }
  const content = await readFoundRunbook(file);
  if (typeof content === "string") {
    await tellProblem(scope, { ...file, message: `${file.path} ${content}` });
    return;
  }
  const { source, hash } = content;
  const packed = withMisses(await parser.parse({ source, path: file.path, slug }), indexed, hash);
  // What was committed is the content that was found; a newer one waits for the next look.
  const known = commit && hash === file.hash ? commit : null;
  const changedAt = known ? new Date(known.at) : file.writtenAt;
  const { folder, path: shown } = file;
  await indexRunbook(scope, { slug, folder, path: shown, hash, source, packed, ...current, changedAt, commit: known });
  forgetRevision(hash);
}

const current: Pick<IndexedFile, "parserVersion" | "problem"> = { parserVersion: PARSER_VERSION, problem: null };

function isSamePlace(indexed: IndexedRow, file: FoundRunbook): boolean {
  return indexed.folder === file.folder && indexed.path === file.path;
}

function isOutdated({ parserVersion }: IndexedRow): boolean {
  return parserVersion !== PARSER_VERSION;
}

/** The last good revision stays; where there is none, an empty one stands for the file. */
async function tellProblem(scope: Scope, { slug, folder, path: shown, message }: RunbookProblem): Promise<void> {
  if (await reportProblem(scope, { slug, folder, path: shown, problem: message })) {
    return;
  }
  const packed = packRunbook({ ...proseRunbook({ source: "", path: shown, message }), slug });
  const hash = createHash("sha256").update(`problem ${slug} ${message}`).digest("hex");
  const text = { hash, source: new Uint8Array(), packed, parserVersion: PARSER_VERSION };
  const place = { slug, folder, path: shown, changedAt: scope.now, commit: null };
  await indexRunbook(scope, { ...place, ...text, problem: message });
}

/** Is the file no longer where it was? What was below a folder that cannot be read may be there still. */
function isGone({ folder, path: shown }: IndexedRow, scan: FolderScan): boolean {
  if (folder === null) {
    return false;
  }
  const full = path.join(folder, shown);
  return !scan.unreadable.some((unreadable) => full.startsWith(`${unreadable}${path.sep}`));
}

/** An upload is parsed anew when the parser has learnt something. */
async function parseAnew(scope: Scope, parser: RunbookParser, row: IndexedRow): Promise<void> {
  const { slug, path: shown, hash } = row;
  const source = Buffer.concat((await readSource(scope.database, hash)).map((piece) => Buffer.from(piece)));
  const packed = withMisses(await parser.parse({ source, path: shown, slug }), row, hash);
  const place = { slug, folder: null, path: shown, hash, source, packed, changedAt: scope.now, commit: null };
  await indexRunbook(scope, { ...place, ...current });
  forgetRevision(hash);
}
