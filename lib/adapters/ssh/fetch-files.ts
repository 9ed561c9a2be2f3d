import "server-only";
import path from "node:path";
import type { FileEntryWithStats, SFTPWrapper, Stats } from "ssh2";
import type { CommandIo } from "@/lib/core/shell/command";
import { runLimits } from "@/lib/core/shell/limits";
import { CopyFailure, reasonOf } from "./scp-session";

/** What one `scp -r` may bring: a script's files are kept in memory. */
const MOST_FILES = 1_000;
const MOST_FOLDERS_DEEP = 64;

type Fetching = { readonly remote: string; readonly target: string; readonly isRecursive: boolean };

/** Reads files of a host, by a path that may be a pattern, into the script's own; with `isRecursive` folders too. */
export async function fetchFiles(sftp: SFTPWrapper, fetching: Fetching, io: CommandIo): Promise<void> {
  const { remote, target, isRecursive } = fetching;
  const failures: string[] = [];
  for (const file of await matching(sftp, remote)) {
    const found = await statOf(sftp, file);
    if (isRecursive && found.isDirectory()) {
      const folder = { sftp, io, failures, count: 0, prefix: target === "." ? "./" : "" };
      await fetchFolder(folder, { remote: file, local: localName(file, target), depth: 1 });
    } else {
      const named = found.isDirectory() ? file.replace(/\/?$/, "/") : file;
      await io.writeFile(localName(file, target), await contentOf(sftp, named, found));
    }
  }
  if (failures.length > 0) {
    throw new CopyFailure(failures.join("\nscp: "));
  }
}

type Folder = {
  readonly sftp: SFTPWrapper;
  readonly io: CommandIo;
  readonly failures: string[];
  readonly prefix: string;
  count: number;
};
type Level = { readonly remote: string; readonly local: string; readonly depth: number };

/** All that is in a folder; a link to a folder is none. What cannot be copied is told at the end, the rest comes. */
async function fetchFolder(folder: Folder, { remote, local, depth }: Level): Promise<void> {
  const { sftp, io, failures, prefix } = folder;
  for (const { filename, attrs } of await entriesOf(sftp, remote)) {
    const [from, to] = [path.posix.join(remote, filename), path.posix.join(local, filename)];
    if (attrs.isDirectory() && depth < MOST_FOLDERS_DEEP) {
      await fetchFolder(folder, { remote: from, local: to, depth: depth + 1 });
    } else if (attrs.isFile() || attrs.isSymbolicLink()) {
      folder.count += 1;
      refuseMore(folder.count, remote);
      const failure = await fetchInFolder(sftp, from, async (bytes) => io.writeFile(to, bytes));
      failures.push(...(failure === null ? [] : [failure, `Download of file ${from} to ${prefix}${to} failed`]));
    } else {
      failures.push(`download "${from}": not a regular file`);
    }
  }
}

/** Why a file does not come; null when it has come. */
async function fetchInFolder(
  sftp: SFTPWrapper,
  remote: string,
  keep: (bytes: Uint8Array) => Promise<void>,
): Promise<string | null> {
  try {
    await keep(await contentOf(sftp, remote, await statOf(sftp, remote, "stat remote")));
    return null;
  } catch (error) {
    if (error instanceof CopyFailure) {
      return error.message;
    }
    throw error;
  }
}

function refuseMore(count: number, remote: string): void {
  if (count > MOST_FILES) {
    throw new CopyFailure(`${remote}: more than ${MOST_FILES} files, the most that one copy brings`);
  }
}

function localName(remote: string, target: string): string {
  const isFolder = target === "." || target === ".." || target.endsWith("/") || target === "/tmp";
  return isFolder ? path.posix.join(target, path.posix.basename(remote)) : target;
}

/** The files that a path stands for; one whose pattern nothing fits stands for itself. */
async function matching(sftp: SFTPWrapper, remote: string): Promise<readonly string[]> {
  const { dir, base } = path.posix.parse(remote);
  if (!/[*?]/.test(base)) {
    return [remote];
  }
  const entries = await entriesOf(sftp, dir || ".").catch(() => []);
  const fits = entries.map(({ filename }) => filename).filter((name) => path.posix.matchesGlob(name, base));
  return fits.length === 0 ? [remote] : fits.map((name) => path.posix.join(dir, name));
}

function entriesOf(sftp: SFTPWrapper, folder: string): Promise<readonly FileEntryWithStats[]> {
  return new Promise((resolve, reject) => {
    sftp.readdir(folder, (error, entries) =>
      error
        ? reject(new CopyFailure(`${folder}: ${reasonOf(error)}`))
        : resolve(entries.toSorted((a, b) => (a.filename < b.filename ? -1 : 1))),
    );
  });
}

/** `said`: how a failure calls the file. */
function statOf(sftp: SFTPWrapper, remote: string, said = remote): Promise<Stats> {
  return new Promise((resolve, reject) => {
    sftp.stat(remote, (error, stats) =>
      error ? reject(new CopyFailure(`${said}: ${reasonOf(error)}`)) : resolve(stats),
    );
  });
}

async function contentOf(sftp: SFTPWrapper, remote: string, found: Stats): Promise<Uint8Array> {
  if (!found.isFile()) {
    throw new CopyFailure(`download ${remote}: not a regular file`);
  }
  if (found.size > runLimits.fileBytes) {
    throw new CopyFailure(`${remote}: larger than ${runLimits.fileBytes} bytes, the most that a script may read`);
  }
  return new Promise((resolve, reject) => {
    sftp.readFile(remote, (error, bytes) =>
      error ? reject(new CopyFailure(`${remote}: ${reasonOf(error)}`)) : resolve(bytes),
    );
  });
}
