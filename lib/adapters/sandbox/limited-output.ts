import "server-only";
import type { OutputStream } from "@/lib/core/shell/command";
import type { RunLimits } from "@/lib/core/shell/limits";
import { slicesOf } from "@/lib/core/shell/slices-of";

type Piece = { readonly stream: OutputStream; readonly text: string };

export type LimitedOutput = {
  push(piece: Piece): void;
  /** Hands the tail over, after a line that says how much is left out before it. */
  end(): void;
};

/** Text in one piece of the tail: what is dropped from it is dropped piece by piece. */
const PIECE_CHARACTERS = 64 * 1024;

/**
 * Hands output on as it comes, up to the limit less the tail. Of what follows the last `outputTailBytes` are kept and
 * handed over at the end, so that the output of a run has a beginning, an end, and a mark between them.
 */
export function limitedOutput(
  limits: Pick<RunLimits, "outputBytes" | "outputTailBytes">,
  emit: (piece: Piece) => void,
): LimitedOutput {
  const headBytes = limits.outputBytes - limits.outputTailBytes;
  const tail: Piece[] = [];
  let head = 0;
  let kept = 0;
  let leftOut = 0;
  const keep = (piece: Piece) => {
    kept += Buffer.byteLength(piece.text);
    tail.push(piece);
    while (kept > limits.outputTailBytes) {
      const bytes = Buffer.byteLength(tail.shift()?.text ?? "");
      kept -= bytes;
      leftOut += bytes;
    }
  };
  return {
    push: ({ stream, text }) => {
      const begin = head < headBytes ? beginningOf(text, headBytes - head) : "";
      const rest = text.slice(begin.length);
      head = rest === "" ? head + Buffer.byteLength(begin) : headBytes;
      if (begin !== "") {
        emit({ stream, text: begin });
      }
      for (const slice of slicesOf(rest, PIECE_CHARACTERS)) {
        keep({ stream, text: slice });
      }
    },
    end: () => {
      if (leftOut > 0) {
        emit({ stream: "stderr", text: markOf(leftOut, limits) });
      }
      tail.splice(0).forEach(emit);
    },
  };
}

/** As many whole characters as fit into the bytes. */
function beginningOf(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  return whole.length <= bytes ? text : new TextDecoder().decode(whole.subarray(0, bytes), { stream: true });
}

function markOf(leftOut: number, { outputBytes, outputTailBytes }: Parameters<typeof limitedOutput>[0]): string {
  const kept = `a run keeps its first ${outputBytes - outputTailBytes} bytes and its last ${outputTailBytes}`;
  return `\nheadroom: ${leftOut} bytes are left out here: ${kept}\n`;
}
