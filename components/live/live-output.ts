import type { OutputPiece } from "@/lib/core/output/kept-output";
import { OutputText } from "@/lib/core/output/output-text";

/** The output of one run as it grows. A piece that was seen before is passed over, so sources may overlap. */
export class LiveOutput {
  readonly text = new OutputText();
  readonly #watchers = new Set<() => void>();
  #lastSeq = 0;
  #version = 0;

  take(pieces: readonly OutputPiece[]): void {
    const fresh = pieces.filter(({ seq }) => seq > this.#lastSeq);
    const last = fresh.at(-1);
    if (last) {
      this.text.append(fresh);
      this.#lastSeq = last.seq;
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
}
