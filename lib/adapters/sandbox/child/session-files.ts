import type { IFileSystem, InitialFiles } from "just-bash";
import type { FromChild, ToChild } from "../protocol";
import type { Send } from "./native-commands";

type GivenFile = Extract<ToChild, { kind: "run" }>["files"][number];
type FilePiece = Extract<ToChild, { kind: "file-piece" }>;
type LeftFile = Extract<FromChild, { kind: "done" }>["files"][number];

/** Where a script leaves what is worth keeping. */
const ROOTS = /^\/(work|tmp)\/./;
const FOLDERS = ["/work", "/tmp"];
/** As many as the server listens to. */
const MAX_LEFT = 1000;

const waiting = new Map<number, (piece: FilePiece) => void>();
let lastId = 0;

/** Hands a piece of a given file to the one who reads it. */
export function takePiece(piece: FilePiece): void {
  waiting.get(piece.requestId)?.(piece);
  waiting.delete(piece.requestId);
}

/** The given files: each is fetched from the server when the script first looks at it. */
export function givenFiles(files: readonly GivenFile[], send: Send): SessionFiles {
  let unopened: string | null = null;
  const fetched = (path: string) => {
    if (path === unopened) {
      throw new Error("nobody has opened it");
    }
    return fetchWhole(path, send);
  };
  const initial: InitialFiles = Object.fromEntries(files.map(({ path }) => [path, () => fetched(path)]));
  const given = new Map<string, number>();
  return {
    initial,
    begin: async (fs) => {
      await Promise.all(FOLDERS.map((path) => fs.mkdir(path, { recursive: true })));
      for (const { path, changedAtMs } of files) {
        await fs.utimes(path, new Date(changedAtMs), new Date(changedAtMs));
        given.set(path, changedAtMs);
      }
    },
    left: async (fs) => {
      const paths = fs.getAllPaths().filter((path) => ROOTS.test(path));
      const left: LeftFile[] = [];
      for (const path of paths.toSorted()) {
        unopened = given.has(path) ? path : null;
        const size = await changedSize(fs, path, given.get(path));
        left.push(...(size === null ? [] : [{ path, size }]));
      }
      return left.slice(0, MAX_LEFT);
    },
  };
}

export type SessionFiles = {
  readonly initial: InitialFiles;
  /** Sets the given files' times, by which a change is seen. */
  begin(fs: IFileSystem): Promise<void>;
  /** The files that the script made or changed, by name. */
  left(fs: IFileSystem): Promise<readonly LeftFile[]>;
};

/** Null for what is no file, or is as it was given. */
async function changedSize(fs: IFileSystem, path: string, givenAtMs: number | undefined): Promise<number | null> {
  try {
    const { isFile, size, mtime } = await fs.lstat(path);
    return isFile && mtime.getTime() !== givenAtMs ? size : null;
  } catch {
    // A given file that nobody has opened, or one that went away: nothing is left of it.
    return null;
  }
}

async function fetchWhole(path: string, send: Send): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for (let offset = 0; ; ) {
    const { bytes, isLast, problem } = await fetchPiece({ path, offset }, send);
    if (problem !== null) {
      throw new Error(problem);
    }
    pieces.push(bytes);
    offset += bytes.byteLength;
    if (isLast) {
      return new Uint8Array(Buffer.concat(pieces));
    }
  }
}

function fetchPiece(wanted: { readonly path: string; readonly offset: number }, send: Send): Promise<FilePiece> {
  lastId += 1;
  const requestId = lastId;
  return new Promise((resolve) => {
    waiting.set(requestId, resolve);
    send({ kind: "open-file", requestId, ...wanted });
  });
}
