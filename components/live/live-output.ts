import type { OutputPiece } from "@/lib/core/output/kept-output";
import { OutputText } from "@/lib/core/output/output-text";

/** The output of one run as it grows. A piece that was seen before is passed over, so sources may overlap. */
export class LiveOutput {
  readonly text = new OutputText();
  readonly #watchers = new Set<() => void>();
  /** The piece that was taken last, and how far. */
  #reached = { seq: 0, end: 0 };
  #version = 0;

  take(pieces: readonly OutputPiece[]): void {
    const fresh = pieces.flatMap((piece) => this.#unseen(piece) ?? []);
    if (fresh.length > 0) {
      this.text.append(fresh);
      this.#version += 1;
      for (const watcher of this.#watchers) {
        watcher();
      }
    }
  }

  watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Another number whenever something came. */
  version = (): number => this.#version;

  /** What of a piece, or of a part of one, did not come before. */
  #unseen(piece: OutputPiece): OutputPiece | null {
    const { seq, text, at = 0 } = piece;
    const seen = seq === this.#reached.seq ? this.#reached.end - at : 0;
    if (seq < this.#reached.seq || seen >= text.length) {
      return null;
    }
    this.#reached = { seq, end: at + text.length };
    return seen > 0 ? { ...piece, text: text.slice(seen) } : piece;
  }
}
