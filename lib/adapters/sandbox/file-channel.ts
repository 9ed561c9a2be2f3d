import "server-only";
import { AppError } from "@/lib/core/kernel/app-error";
import { FILE_PIECE_BYTES } from "./child/file-pieces";
import type { FileRequest, FromChild } from "./protocol";

type FileAnswer = Extract<FromChild, { kind: "file-answer" }>;
type Place = Pick<FileRequest, "from" | "path">;

/** The server's way to the files of a script, which are in its child's memory: piece by piece, over IPC. */
export type FileChannel = {
  /** The whole file; null when there is none. Throws AppError for a folder, a hostile name, or too many bytes. */
  read(place: Place): Promise<Uint8Array | null>;
  write(place: Place, bytes: Uint8Array): Promise<void>;
  /** Hands the child's answer to the one who waits for it. An answer that nobody waits for is nothing. */
  take(answer: FileAnswer): void;
  /** Ends what waits: the child answers no more. */
  close(): void;
};

/** The longest path that Linux takes. */
const PATH_BYTES = 4096;
const NAME_BYTES = 255;

/** Opens the channel over `send`. What the child answers is not trusted: it can neither stall a reader nor flood it. */
export function openFileChannel(send: (request: FileRequest) => void, maxBytes: number): FileChannel {
  const waiting = new Map<number, PromiseWithResolvers<FileAnswer>>();
  let lastId = 0;
  let isClosed = false;
  const ask = async (place: Place, act: FileRequest["act"]): Promise<FileAnswer> => {
    refuseHostileName(place.path);
    const answer = Promise.withResolvers<FileAnswer>();
    lastId += 1;
    if (isClosed) {
      throw runIsOver();
    }
    waiting.set(lastId, answer);
    send({ kind: "file", requestId: lastId, ...place, act });
    const taken = await answer.promise;
    if (taken.problem !== null) {
      throw new AppError("invalid-input", `${place.path}: ${taken.problem}`);
    }
    return taken;
  };
  return {
    read: (place) => readWhole((offset) => ask(place, { kind: "read", offset }), place.path, maxBytes),
    write: async (place, bytes) => {
      if (bytes.byteLength > maxBytes) {
        throw tooLarge(place.path, maxBytes);
      }
      lastId += 1;
      const transferId = lastId;
      for (let from = 0; from === 0 || from < bytes.byteLength; from += FILE_PIECE_BYTES) {
        const isLast = from + FILE_PIECE_BYTES >= bytes.byteLength;
        const piece = bytes.slice(from, from + FILE_PIECE_BYTES);
        await ask(place, { kind: "write", transferId, bytes: piece, isLast });
      }
    },
    take: (answer) => {
      waiting.get(answer.requestId)?.resolve(answer);
      waiting.delete(answer.requestId);
    },
    close: () => {
      isClosed = true;
      for (const answer of waiting.values()) {
        answer.reject(runIsOver());
      }
      waiting.clear();
    },
  };
}

async function readWhole(
  piece: (offset: number) => Promise<FileAnswer>,
  path: string,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  for (let offset = 0; ; ) {
    const { bytes, size } = await piece(offset);
    if (size === null) {
      return null;
    }
    offset += bytes.byteLength;
    if (size > maxBytes || offset > maxBytes) {
      throw tooLarge(path, maxBytes);
    }
    pieces.push(bytes);
    if (bytes.byteLength === 0 || offset >= size) {
      return new Uint8Array(Buffer.concat(pieces));
    }
  }
}

function refuseHostileName(path: string): void {
  const isTooLong =
    Buffer.byteLength(path) > PATH_BYTES || path.split("/").some((name) => Buffer.byteLength(name) > NAME_BYTES);
  if (isTooLong) {
    throw new AppError("invalid-input", `${path.slice(0, 40)}…: File name too long`);
  }
  if (path === "" || path.includes("\0")) {
    throw new AppError("invalid-input", "That is no name of a file.");
  }
}

function tooLarge(path: string, maxBytes: number): AppError {
  return new AppError("limit-exceeded", `${path}: a command may read or write files up to ${maxBytes} bytes`);
}

function runIsOver(): AppError {
  return new AppError("upstream-unavailable", "the run is over");
}
