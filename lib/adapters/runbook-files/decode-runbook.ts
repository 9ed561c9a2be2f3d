import "server-only";
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { PIECE_LENGTH, type TextPieces } from "@/lib/core/kernel/text-pieces";

export const MAX_RUNBOOK_BYTES = 5_000_000;
const SNIFFED_BYTES = 8_192;
const NEWLINE = 10;
/** A character takes no more bytes. */
const CHARACTER_BYTES = 4;

export type FileHashes = {
  /** sha256 of the bytes, hex. */
  readonly hash: string;
  /** The id that git gives these bytes, hex. */
  readonly gitBlob: string;
};
export type RunbookContent = FileHashes & { readonly source: TextPieces };

/** The text of a file's bytes and its hashes, or why there is none, to be put behind the file's name. */
export async function decodeRunbook(bytes: Uint8Array): Promise<RunbookContent | string> {
  if (bytes.byteLength > MAX_RUNBOOK_BYTES) {
    return tooLarge;
  }
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return "is a binary file, not Markdown.";
  }
  const source: string[] = [];
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += PIECE_LENGTH) {
    const to = from + PIECE_LENGTH;
    try {
      source.push(decoder.decode(bytes.subarray(from, to), { stream: to < bytes.length }));
    } catch (error) {
      return sayNotUtf8(error, firstBadLine(bytes, from));
    }
    await nextTurn();
  }
  return { source, ...hashesOf(bytes) };
}

export const tooLarge = `is over ${MAX_RUNBOOK_BYTES / 1e6} MB: split it.`;

export function hashesOf(bytes: Uint8Array): FileHashes {
  return {
    hash: createHash("sha256").update(bytes).digest("hex"),
    gitBlob: createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex"),
  };
}

function sayNotUtf8(error: unknown, line: number): string {
  if (error instanceof TypeError) {
    return `is not UTF-8 (line ${line}): save it as UTF-8.`;
  }
  throw error;
}

/** The first line that is not UTF-8; all before `near` is, but for a character that goes on there. */
function firstBadLine(bytes: Uint8Array, near: number): number {
  let from = bytes.lastIndexOf(NEWLINE, Math.max(0, near - CHARACTER_BYTES)) + 1;
  let line = 1 + newlinesIn(bytes.subarray(0, from));
  for (let to = from; to < bytes.length; from = to) {
    const end = bytes.indexOf(NEWLINE, from);
    to = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(from, to))) {
      return line;
    }
    line += 1;
  }
  return line;
}

function newlinesIn(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) {
    count += byte === NEWLINE ? 1 : 0;
  }
  return count;
}
