import "server-only";
import { type FSWatcher, watch } from "node:fs";
import path from "node:path";

export type WatchedPlace = {
  readonly folder: string;
  /** Only what happens to the entry of this name counts: the folder may be one that others are busy in. Null: all counts. */
  readonly entry: string | null;
};

export type FolderWatch = {
  /** Watches these places, and only these, from now on. */
  follow(places: readonly WatchedPlace[]): void;
  close(): void;
};

/** More than a checkout of runbooks has; beyond it the folders are only looked at now and then. */
const MAX_WATCHED = 2_000;
/** A file is often written in several goes: what changed is looked at when it has been quiet for so long, */
const SETTLE_MS = 300;
/** or at the latest after this, where it is never quiet. */
const PATIENCE_MS = 2_000;

/**
 * Calls back when something has changed in the followed places. One watch a folder: Node's own recursive watch walks the
 * whole tree in one go, `.git` and `node_modules` with it. A folder that cannot be watched is passed over.
 */
export function createFolderWatch(onChange: () => void): FolderWatch {
  const watchers = new Map<string, FSWatcher>();
  const settling = createSettling(onChange);
  const drop = (name: string) => {
    watchers.get(name)?.close();
    watchers.delete(name);
  };
  const add = (name: string, { folder, entry }: WatchedPlace) => {
    try {
      const watcher = watch(folder, { persistent: false }, (event, changed) => {
        if (event === "rename" && changed === path.basename(folder)) {
          // The folder itself is gone, and another may be in its place: it is followed anew.
          drop(name);
        }
        if (entry === null || changed === null || changed === entry) {
          settling.touch();
        }
      });
      watcher.on("error", () => drop(name));
      watchers.set(name, watcher);
    } catch (error) {
      // It went away meanwhile, or this file system cannot be watched: the next look finds what changed.
      if (!(error instanceof Error && "code" in error)) {
        throw error;
      }
    }
  };
  return {
    follow: (places) => {
      const wanted = new Map(places.slice(0, MAX_WATCHED).map((place) => [nameOf(place), place]));
      for (const name of [...watchers.keys()].filter((each) => !wanted.has(each))) {
        drop(name);
      }
      for (const [name, place] of [...wanted].filter(([each]) => !watchers.has(each))) {
        add(name, place);
      }
    },
    close: () => {
      settling.stop();
      for (const name of [...watchers.keys()]) {
        drop(name);
      }
    },
  };
}

function createSettling(onQuiet: () => void): { touch(): void; stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let latest = 0;
  return {
    touch: () => {
      const now = performance.now();
      latest = timer === undefined ? now + PATIENCE_MS : latest;
      clearTimeout(timer);
      timer = setTimeout(
        () => {
          timer = undefined;
          onQuiet();
        },
        Math.max(0, Math.min(SETTLE_MS, latest - now)),
      );
    },
    stop: () => clearTimeout(timer),
  };
}

function nameOf({ folder, entry }: WatchedPlace): string {
  return JSON.stringify([folder, entry]);
}

/** What to watch for a configured folder besides those inside: where it would come back, and where git says "commit". */
export function placesAround(folder: string, gitFolder: string | null): readonly WatchedPlace[] {
  const itself = { folder: path.dirname(folder), entry: path.basename(folder) };
  return gitFolder === null ? [itself] : [itself, { folder: gitFolder, entry: null }];
}
