import "server-only";
import type { Dirent, Stats } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";
import {
  type FileHashes,
  hashesOf,
  MAX_RUNBOOK_BYTES,
  type RunbookContent,
  runbookContent,
  tooLarge,
} from "./runbook-content";

/** A Markdown file that is there, and what tells its content apart. */
export type FoundRunbook = {
  /** The configured folder, absolute. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly path: string;
  readonly slug: string;
  readonly hash: string;
  readonly gitBlob: string;
  /** When the file was last written, says the file system. */
  readonly writtenAt: Date;
};
/** A file that is there and cannot be a runbook as it is. */
export type RunbookProblem = Pick<FoundRunbook, "folder" | "path" | "slug"> & { readonly message: string };
export type FolderScan = {
  readonly files: readonly FoundRunbook[];
  readonly problems: readonly RunbookProblem[];
  /** What concerns no single runbook, each a sentence. */
  readonly notices: readonly string[];
  /** Folders that could not be read, absolute: what was below them may still be there. */
  readonly unreadable: readonly string[];
  /** Every folder that was read, absolute. */
  readonly folders: readonly string[];
};

type Known = { readonly stamp: string; readonly hashes: FileHashes };
export type FolderScanner = { scan(folders: readonly string[]): Promise<FolderScan> };

const MAX_FILES = 10_000;
const READ_AT_ONCE = 16;
const RUNBOOK = /\.(?:md|markdown|adoc|asciidoc)$/i;

/**
 * Finds the runbooks below folders. A file that is binary, too large or gone while it is read is a problem of its own;
 * the rest is unharmed. A folder that is reached twice through links is read once. A file that has not changed since
 * the last scan is not read again.
 */
export function createFolderScanner(): FolderScanner {
  let known: ReadonlyMap<string, Known> = new Map();
  return {
    scan: async (folders) => {
      const walks = await Promise.all(folders.map((folder) => walk(folder)));
      const fresh = new Map<string, Known>();
      const found = walks.flatMap(({ root, files }) => files.map((file) => ({ root, file })));
      const notices = walks.flatMap((each) => each.notices);
      const unreadable = walks.flatMap((each) => each.unreadable);
      const named = uniquelyNamed(found, notices);
      const files: FoundRunbook[] = [];
      const problems: RunbookProblem[] = [];
      await inBatches(named, async ({ root, file, slug }) => {
        const place = { folder: root, path: path.relative(root, file), slug };
        const read = await hashFile(file, known.get(file));
        if (typeof read === "string") {
          problems.push({ ...place, message: `${place.path} ${read}` });
        } else {
          fresh.set(file, read.known);
          files.push({ ...place, ...read.known.hashes, writtenAt: read.writtenAt });
        }
      });
      known = fresh;
      return {
        files: files.sort(byPath),
        problems,
        notices,
        unreadable,
        folders: walks.flatMap((each) => each.folders),
      };
    },
  };
}

/** The content of a file that was found, as it is by now; or why there is none, to be put behind its name. */
export async function readFoundRunbook({ folder, path: name }: FoundRunbook): Promise<RunbookContent | string> {
  try {
    return runbookContent(await readFile(path.join(folder, name)));
  } catch (error) {
    return `cannot be read (${codeOf(error)}).`;
  }
}

/** The address of a file in the library: its name in lower case, words joined by dashes. */
export function slugOfFile(file: string): string {
  return (
    path
      .basename(file)
      .replace(RUNBOOK, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "runbook"
  );
}

/** Is it a name that a runbook may have? */
export function isRunbookName(name: string): boolean {
  return RUNBOOK.test(name);
}

type Walk = {
  readonly root: string;
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly notices: readonly string[];
  readonly unreadable: readonly string[];
};

async function walk(root: string): Promise<Walk> {
  const files: string[] = [];
  const folders: string[] = [];
  const notices: string[] = [];
  const unreadable: string[] = [];
  const seen = new Set<string>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await entriesOf(folder, seen);
    if (typeof entries === "string") {
      notices.push(`The folder ${folder} cannot be read (${entries}): its runbooks stay as they were read last.`);
      unreadable.push(folder);
    } else if (entries !== null) {
      folders.push(folder);
      const contents = await sorted(folder, entries);
      waiting.push(...contents.folders);
      files.push(...contents.files);
    }
  }
  if (files.length > MAX_FILES) {
    notices.push(`${root} holds ${files.length} files: only the first ${MAX_FILES} are read.`);
  }
  return { root, files: files.sort().slice(0, MAX_FILES), folders, notices, unreadable };
}

/** What a folder holds; null when it was read already under another name; the error's code when it cannot be read. */
async function entriesOf(folder: string, seen: Set<string>): Promise<readonly Dirent[] | string | null> {
  try {
    const real = await realpath(folder);
    if (seen.has(real)) {
      return null;
    }
    seen.add(real);
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    return codeOf(error);
  }
}

async function sorted(
  folder: string,
  entries: readonly Dirent[],
): Promise<{ readonly folders: readonly string[]; readonly files: readonly string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of entries) {
    const full = path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderBehind(full)));
    if (isFolder && !entry.name.startsWith(".") && entry.name !== "node_modules") {
      folders.push(full);
    } else if (!isFolder && RUNBOOK.test(entry.name)) {
      files.push(full);
    }
  }
  return { folders, files };
}

async function isFolderBehind(link: string): Promise<boolean> {
  // A link that leads nowhere or in a circle is no folder.
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

type Named = { readonly root: string; readonly file: string; readonly slug: string };

/** The first file of each name; the others are said. */
function uniquelyNamed(found: readonly Omit<Named, "slug">[], notices: string[]): readonly Named[] {
  const first = new Map<string, string>();
  return found.flatMap(({ root, file }) => {
    const slug = slugOfFile(file);
    const earlier = first.get(slug);
    if (earlier === undefined) {
      first.set(slug, file);
      return [{ root, file, slug }];
    }
    notices.push(`${file} has the same name as ${earlier}: rename one of them.`);
    return [];
  });
}

async function inBatches<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  for (let from = 0; from < items.length; from += READ_AT_ONCE) {
    await Promise.all(items.slice(from, from + READ_AT_ONCE).map(work));
  }
}

async function hashFile(
  file: string,
  before: Known | undefined,
): Promise<{ readonly known: Known; readonly writtenAt: Date } | string> {
  try {
    const facts = await stat(file);
    const stamp = stampOf(facts);
    if (before?.stamp === stamp) {
      return { known: before, writtenAt: facts.mtime };
    }
    if (facts.size > MAX_RUNBOOK_BYTES) {
      return tooLarge;
    }
    return { known: { stamp, hashes: hashesOf(await readFile(file)) }, writtenAt: facts.mtime };
  } catch (error) {
    return `cannot be read (${codeOf(error)}).`;
  }
}

function stampOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
}

function byPath(a: FoundRunbook, b: FoundRunbook): number {
  return a.path < b.path ? -1 : 1;
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
