import "server-only";
import { createHash } from "node:crypto";
import type { Dirent } from "node:fs";
import { readdir, readFile, realpath, stat } from "node:fs/promises";
import path from "node:path";

export type RunbookText = {
  readonly path: string;
  readonly slug: string;
  readonly source: string /** sha256 of the bytes, hex. */;
  readonly hash: string;
};
export type RunbookProblem = { readonly path: string; readonly slug: string; readonly message: string };
export type RunbookFolders = { readonly files: readonly RunbookText[]; readonly problems: readonly RunbookProblem[] };

const MAX_BYTES = 5_000_000;
const MAX_FILES = 10_000;
const MARKDOWN = /\.(?:md|markdown)$/i;

/**
 * Reads every Markdown file below the folders. A file that is binary, too large, not UTF-8 or gone while it is read is
 * a problem of its own; the rest is unharmed. A folder that is reached twice through links is read once.
 */
export async function readRunbookFolders(folders: readonly string[]): Promise<RunbookFolders> {
  const files: RunbookText[] = [];
  const problems: RunbookProblem[] = [];
  const slugs = new Map<string, string>();
  for (const folder of folders) {
    for (const file of await markdownFiles(folder, problems)) {
      const shown = path.relative(folder, file);
      const slug = slugOf(shown);
      const earlier = slugs.get(slug);
      if (earlier !== undefined) {
        problems.push({
          path: shown,
          slug: `${slug}-duplicate`,
          message: `${shown} has the same name as ${earlier}: rename one of them.`,
        });
        continue;
      }
      slugs.set(slug, shown);
      const read = await readOne(file);
      if (typeof read === "string") {
        problems.push({ path: shown, slug, message: `${shown} ${read}` });
      } else {
        files.push({ path: shown, slug, ...read });
      }
    }
  }
  return { files, problems };
}

function slugOf(shown: string): string {
  return (
    path
      .basename(shown)
      .replace(MARKDOWN, "")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "-")
      .replace(/^-+|-+$/g, "") || "runbook"
  );
}

async function markdownFiles(root: string, problems: RunbookProblem[]): Promise<readonly string[]> {
  const found: string[] = [];
  const seen = new Set<string>();
  const waiting = [root];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const real = await realpath(folder).catch(() => null);
    if (real !== null && !seen.has(real)) {
      seen.add(real);
      const { folders, files } = await contentsOf(folder, problems);
      waiting.push(...folders);
      found.push(...files.slice(0, MAX_FILES - found.length));
    }
  }
  return found.sort();
}

async function contentsOf(
  folder: string,
  problems: RunbookProblem[],
): Promise<{ readonly folders: readonly string[]; readonly files: readonly string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  for (const entry of await entriesOf(folder, problems)) {
    const full = path.join(folder, entry.name);
    const isFolder = entry.isDirectory() || (entry.isSymbolicLink() && (await isFolderBehind(full)));
    if (isFolder && !entry.name.startsWith(".") && entry.name !== "node_modules") {
      folders.push(full);
    } else if (!isFolder && MARKDOWN.test(entry.name)) {
      files.push(full);
    }
  }
  return { folders, files };
}

async function entriesOf(folder: string, problems: RunbookProblem[]): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ path: folder, slug: slugOf(folder), message: `${folder} cannot be read (${codeOf(error)}).` });
    return [];
  }
}

async function isFolderBehind(link: string): Promise<boolean> {
  // A dangling link is no folder.
  return stat(link).then(
    (target) => target.isDirectory(),
    () => false,
  );
}

/** The text and its hash, or why there is none, to be put behind the file's name. */
async function readOne(file: string): Promise<{ readonly source: string; readonly hash: string } | string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      return `is over ${MAX_BYTES / 1e6} MB: split it.`;
    }
    const bytes = await readFile(file);
    if (bytes.subarray(0, 8192).includes(0)) {
      return "is a binary file, not Markdown.";
    }
    const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { source, hash: createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    return error instanceof TypeError ? "is not UTF-8: save it as UTF-8." : `cannot be read (${codeOf(error)}).`;
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
