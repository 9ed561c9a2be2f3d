import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";

const NEWLINE = 10;

/** What a command has printed into a pipe or a variable. */
export type KeptOutput = {
  readonly write: CommandIo["write"];
  /** Fires when the reader has all it takes, or all there is room for. */
  readonly enough: AbortSignal;
  taken(): {
    readonly stdout: Uint8Array;
    readonly stderr: string /** More came than there is room for. */;
    readonly isCut: boolean;
  };
};

/** Keeps output up to `maxBytes` of each stream, and of stdout no more than `maxLines` lines. */
export function createKeptOutput(maxBytes: number, maxLines: number | null): KeptOutput {
  const streams = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  const sizes = { stdout: 0, stderr: 0 };
  const enough = new AbortController();
  let linesLeft = maxLines ?? Number.POSITIVE_INFINITY;
  const write: CommandIo["write"] = (stream, chunk) => {
    if (stream === "stdout" && enough.signal.aborted) {
      return;
    }
    const bytes = typeof chunk === "string" ? Buffer.from(chunk) : chunk;
    const lines = stream === "stdout" ? firstLines(bytes, linesLeft) : { end: bytes.byteLength, count: 0 };
    const piece = bytes.slice(0, Math.min(lines.end, maxBytes - sizes[stream]));
    linesLeft -= lines.count;
    streams[stream].push(piece);
    sizes[stream] += piece.byteLength;
    if (linesLeft === 0 || sizes[stream] >= maxBytes) {
      enough.abort();
    }
  };
  return {
    write,
    enough: enough.signal,
    taken: () => ({
      stdout: new Uint8Array(Buffer.concat(streams.stdout)),
      stderr: Buffer.concat(streams.stderr).toString("utf8"),
      isCut: sizes.stdout >= maxBytes,
    }),
  };
}

/** Where the first `wanted` lines of a chunk end, and how many there are. */
function firstLines(bytes: Uint8Array, wanted: number): { readonly end: number; readonly count: number } {
  if (wanted === Number.POSITIVE_INFINITY) {
    return { end: bytes.byteLength, count: 0 };
  }
  let end = 0;
  for (let count = 0; count < wanted; count += 1) {
    const next = bytes.indexOf(NEWLINE, end);
    if (next === -1) {
      return { end: bytes.byteLength, count };
    }
    end = next + 1;
  }
  return { end, count: wanted };
}
