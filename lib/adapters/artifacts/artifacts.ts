import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { type FileHandle, mkdir, open, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { AppError } from "@/lib/core/kernel/app-error";

export type StoredArtifact = { /** sha256, hex. */ readonly hash: string /** Bytes. */; readonly size: number };
/** Bytes from `start` up to and including `end`, as in an HTTP range. */
export type ByteRange = { readonly start: number; readonly end?: number };

export type ArtifactStore = {
  /** Stores content and names it by its hash; the same content again is the same artifact. */
  put(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredArtifact>;
  /** The bytes; throws AppError `not-found`. */
  get(hash: string, range?: ByteRange): Promise<Readable>;
  /** Size in bytes; throws AppError `not-found`. */
  size(hash: string): Promise<number>;
};

/**
 * A content-addressed store in a folder: `<first two digits>/<hash>`. A file has its final name only when all of it is
 * on the disk, so a crash leaves a whole artifact or none. `maxBytes` bounds one artifact (AppError `limit-exceeded`).
 */
export function openArtifacts(folder: string, maxBytes: number): ArtifactStore {
  return {
    put: (content) => putFile(folder, content, maxBytes),
    get: async (hash, range) => {
      const file = fileOf(folder, hash);
      const { size } = await statOrRefuse(file, hash);
      if (range && (range.start < 0 || range.start >= size || (range.end ?? size) < range.start)) {
        throw new AppError("invalid-input", `The range ${range.start}-${range.end ?? ""} is outside ${size} bytes.`);
      }
      return createReadStream(file, range);
    },
    size: async (hash) => (await statOrRefuse(fileOf(folder, hash), hash)).size,
  };
}

async function putFile(
  folder: string,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredArtifact> {
  const drafts = path.join(folder, "drafts");
  await mkdir(drafts, { recursive: true, mode: 0o700 });
  const draft = path.join(drafts, randomUUID());
  const handle = await open(draft, "wx", 0o600);
  try {
    const stored = await writeAll(handle, content, maxBytes);
    await handle.sync();
    const file = fileOf(folder, stored.hash);
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await rename(draft, file);
    await syncFolder(path.dirname(file));
    return stored;
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

async function writeAll(
  handle: FileHandle,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  maxBytes: number,
): Promise<StoredArtifact> {
  const hash = createHash("sha256");
  let size = 0;
  for await (const chunk of content instanceof Uint8Array ? [content] : content) {
    size += chunk.byteLength;
    if (size > maxBytes) {
      throw new AppError("limit-exceeded", `An artifact may have at most ${maxBytes} bytes.`);
    }
    hash.update(chunk);
    await handle.writeFile(chunk);
  }
  return { hash: hash.digest("hex"), size };
}

/** Without this, a power cut may forget the name although the content is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function fileOf(folder: string, hash: string): string {
  if (!/^[0-9a-f]{64}$/.test(hash)) {
    throw new AppError("invalid-input", "That is not the hash of an artifact.");
  }
  return path.join(folder, hash.slice(0, 2), hash);
}

async function statOrRefuse(file: string, hash: string): Promise<{ readonly size: number }> {
  try {
    return await stat(file);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      throw new AppError("not-found", `There is no artifact ${hash.slice(0, 12)}.`, { cause: error });
    }
    throw error;
  }
}
