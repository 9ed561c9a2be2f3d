import "server-only";
import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import type { Utf8 } from "@/lib/core/kernel/text-pieces";

export const MAX_RUNBOOK_BYTES = 5_000_000;
const SNIFFED_BYTES = 8_192;
const NEWLINE = 10;

export type FileHashes = {
  /** sha256 of the bytes, hex. */
  readonly hash: string;
  /** The id that git gives these bytes, hex. */
  readonly gitBlob: string;
};
export type RunbookContent = FileHashes & { readonly source: Utf8 };

/** A file's bytes as the text of a runbook, and its hashes; or why they are none, to be put behind the file's name. */
export function runbookContent(bytes: Utf8): RunbookContent | string {
  if (bytes.byteLength > MAX_RUNBOOK_BYTES) {
    return tooLarge;
  }
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return "is a binary file, not Markdown.";
  }
  return isUtf8(bytes)
    ? { source: bytes, ...hashesOf(bytes) }
    : `is not UTF-8 (line ${firstBadLine(bytes)}): save it as UTF-8.`;
}

export const tooLarge = `is over ${MAX_RUNBOOK_BYTES / 1e6} MB: split it.`;

export function hashesOf(bytes: Uint8Array): FileHashes {
  return {
    hash: createHash("sha256").update(bytes).digest("hex"),
    gitBlob: createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex"),
  };
}

/** The first line that is not UTF-8, found by halving: there may be millions of lines. */
function firstBadLine(bytes: Uint8Array): number {
  let [from, to] = [0, bytes.length];
  for (let middle = lineBetween(bytes, from, to); middle !== null; middle = lineBetween(bytes, from, to)) {
    if (isUtf8(bytes.subarray(from, middle))) {
      from = middle;
    } else {
      to = middle;
    }
  }
  return 1 + newlinesIn(bytes.subarray(0, from));
}

/** Where a line begins, near the middle of what begins and ends with one; null when that is one line. */
function lineBetween(bytes: Uint8Array, from: number, to: number): number | null {
  const middle = Math.floor((from + to) / 2);
  const next = bytes.subarray(middle, to - 1).indexOf(NEWLINE);
  if (next >= 0) {
    return middle + next + 1;
  }
  const last = bytes.subarray(from, middle).lastIndexOf(NEWLINE);
  return last < 0 ? null : from + last + 1;
}

function newlinesIn(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) {
    count += byte === NEWLINE ? 1 : 0;
  }
  return count;
}
