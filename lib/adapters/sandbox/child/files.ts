import type { IFileSystem } from "just-bash";
import type { FileRequest, FromChild } from "../protocol";
import { FILE_PIECE_BYTES } from "./file-pieces";

type FileAnswer = Extract<FromChild, { kind: "file-answer" }>;

const state: { fs: IFileSystem | null } = { fs: null };
/** Pieces of files that are not there in full. */
const arriving = new Map<number, Uint8Array[]>();

/** The file system that the server's requests are for: that of the script. */
export function openFiles(fs: IFileSystem): void {
  state.fs = fs;
}

/** Reads or writes one piece of a file for the server. Never throws: what is wrong is a sentence of the answer. */
export async function answerFile({ requestId, from, path, act }: FileRequest): Promise<FileAnswer> {
  const nothing = { kind: "file-answer", requestId, bytes: new Uint8Array(), size: null, problem: null } as const;
  if (!state.fs) {
    return { ...nothing, problem: "there is no script" };
  }
  try {
    const place = state.fs.resolvePath(from, path);
    return act.kind === "read"
      ? { ...nothing, ...(await readPiece(state.fs, place, act.offset)) }
      : { ...nothing, problem: await writePiece(state.fs, place, act) };
  } catch (error) {
    return { ...nothing, problem: (error instanceof Error ? error.message : String(error)).slice(0, 300) };
  }
}

async function readPiece(fs: IFileSystem, path: string, offset: number): Promise<Partial<FileAnswer>> {
  if (!(await fs.exists(path))) {
    return {};
  }
  if (!(await fs.stat(path)).isFile) {
    return { problem: "Is a directory" };
  }
  const whole = await fs.readFileBuffer(path);
  return { bytes: whole.slice(offset, offset + FILE_PIECE_BYTES), size: whole.byteLength };
}

type Write = Extract<FileRequest["act"], { kind: "write" }>;

async function writePiece(fs: IFileSystem, path: string, { transferId, bytes, isLast }: Write): Promise<string | null> {
  const pieces = [...(arriving.get(transferId) ?? []), bytes];
  if (!isLast) {
    arriving.set(transferId, pieces);
    return null;
  }
  arriving.delete(transferId);
  if ((await fs.exists(path)) && (await fs.stat(path)).isDirectory) {
    return "Is a directory";
  }
  await fs.writeFile(path, new Uint8Array(Buffer.concat(pieces)));
  return null;
}
