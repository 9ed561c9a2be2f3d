import "server-only";
import type { CommandIo } from "@/lib/core/shell/command";
import type { ErrorRoute } from "@/lib/core/shell/live/live-commands";
import type { SandboxRequest } from "./sandbox-run";

/** Output that goes to the child's filters while it comes. */
export type PieceOutput = {
  readonly write: CommandIo["write"];
  /** Fires when the filters are so far behind that no more is kept for them. */
  readonly enough: AbortSignal;
  /** The child has worked on so many bytes. */
  taken(bytes: number): void;
};

type Options = {
  readonly maxBytes: number;
  readonly errors: ErrorRoute;
  readonly onOutput: SandboxRequest["onOutput"];
  send(bytes: Uint8Array): void;
};

/** Sends stdout on, and stderr where the script wants it. A command faster than its filters is ended at `maxBytes`. */
export function createPieceOutput({ maxBytes, errors, onOutput, send }: Options): PieceOutput {
  const enough = new AbortController();
  let waiting = 0;
  const push = (bytes: Uint8Array) => {
    if (enough.signal.aborted || bytes.byteLength === 0) {
      return;
    }
    waiting += bytes.byteLength;
    send(new Uint8Array(bytes));
    if (waiting > maxBytes) {
      enough.abort();
    }
  };
  return {
    enough: enough.signal,
    taken: (bytes) => {
      waiting -= bytes;
    },
    write: (stream, chunk) => {
      if (stream === "stdout" || errors === "merged") {
        push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
      } else if (errors === "own") {
        onOutput({ stream, text: typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8") });
      }
    },
  };
}
