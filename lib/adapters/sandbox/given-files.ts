import "server-only";
import { FILE_PIECE_BYTES } from "./child/file-pieces";
import type { FromChild, ToChild } from "./protocol";
import type { GivenFile } from "./sandbox-run";

type Wanted = Extract<FromChild, { kind: "open-file" }>;
type FilePiece = Extract<ToChild, { kind: "file-piece" }>;

/** Answers a child that opens a file it was given, piece by piece. A file is in memory while it is being handed over. */
export function openGivenFiles(files: readonly GivenFile[]): (wanted: Wanted) => Promise<FilePiece> {
  const reading = new Map<string, Promise<Uint8Array>>();
  return async ({ requestId, path, offset }) => {
    const answer = { kind: "file-piece", requestId, bytes: new Uint8Array(), isLast: true, problem: null } as const;
    const file = files.find((given) => given.path === path);
    if (!file) {
      return { ...answer, problem: "there is no such file" };
    }
    try {
      const whole = reading.get(path) ?? file.read();
      reading.set(path, whole);
      const bytes = await whole;
      const isLast = offset + FILE_PIECE_BYTES >= bytes.byteLength;
      if (isLast) {
        reading.delete(path);
      }
      return { ...answer, bytes: bytes.slice(offset, offset + FILE_PIECE_BYTES), isLast };
    } catch (error) {
      reading.delete(path);
      return { ...answer, problem: error instanceof Error ? error.message : String(error) };
    }
  };
}
