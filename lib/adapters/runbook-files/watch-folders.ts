import "server-only";
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";

export type FolderWatch = {
  /** Watches these folders, and only these, from now on. */
  follow(folders: readonly string[]): void;
  close(): void;
};

/** More than a checkout of runbooks has; beyond it the folders are only looked at now and then. */
const MAX_WATCHED = 2_000;

/**
 * Calls back when something in the followed folders changes. One watch a folder: Node's own recursive watch walks the
 * whole tree in one go, `.git` and `node_modules` with it. A folder that cannot be watched is passed over.
 */
export function createFolderWatch(onChange: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const drop = (folder: string) => {
    watchers.get(folder)?.close();
    watchers.delete(folder);
  };
  const add = (folder: string) => {
    try {
      const watcher = watch(folder, { persistent: false }, onChange);
      watcher.on("error", () => drop(folder));
      watchers.set(folder, watcher);
    } catch (error) {
      // It went away meanwhile, or this file system cannot be watched: the next look finds what changed.
      if (!(error instanceof Error && "code" in error)) {
        throw error;
      }
    }
  };
  return {
    follow: (folders) => {
      const wanted = new Set(folders.slice(0, MAX_WATCHED));
      for (const folder of [...watchers.keys()].filter((each) => !wanted.has(each))) {
        drop(folder);
      }
      for (const folder of [...wanted].filter((each) => !watchers.has(each))) {
        add(folder);
      }
    },
    close: () => {
      for (const folder of [...watchers.keys()]) {
        drop(folder);
      }
    },
  };
}

/** What to watch for a configured folder besides those inside: where it would come back, and where git says "commit". */
export function placesAround(folder: string, gitFolder: string | null): readonly string[] {
  return [path.dirname(folder), ...(gitFolder === null ? [] : [gitFolder])];
}
