import "server-only";
import { createHash } from "node:crypto";

export const MAX_RUNBOOK_BYTES = 5_000_000;
const SNIFFED_BYTES = 8_192;

export type RunbookContent = {
  readonly source: string;
  /** sha256 of the bytes, hex. */
  readonly hash: string;
  /** The id that git gives these bytes, hex. */
  readonly gitBlob: string;
};

/** The text of a file's bytes and its hashes, or why there is none, to be put behind the file's name. */
export function decodeRunbook(bytes: Uint8Array): RunbookContent | string {
  if (bytes.byteLength > MAX_RUNBOOK_BYTES) {
    return tooLarge;
  }
  if (bytes.subarray(0, SNIFFED_BYTES).includes(0)) {
    return "is a binary file, not Markdown.";
  }
  try {
    const source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return { source, ...hashesOf(bytes) };
  } catch (error) {
    if (error instanceof TypeError) {
      return `is not UTF-8 (line ${firstBadLine(bytes)}): save it as UTF-8.`;
    }
    throw error;
  }
}

export const tooLarge = `is over ${MAX_RUNBOOK_BYTES / 1e6} MB: split it.`;

export function hashesOf(bytes: Uint8Array): Omit<RunbookContent, "source"> {
  return {
    hash: createHash("sha256").update(bytes).digest("hex"),
    gitBlob: createHash("sha1").update(`blob ${bytes.byteLength}\0`).update(bytes).digest("hex"),
  };
}

/** The first line that is not UTF-8: lines are tried one by one. */
function firstBadLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch (error) {
      if (error instanceof TypeError) {
        return line;
      }
      throw error;
    }
    from = to;
  }
  return line;
}
