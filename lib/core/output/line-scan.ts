import type { OutputText } from "./output-text";

const MAX_FOUND = 10_000;

/**
 * Looks through output line by line for something, in steps that the caller chooses, and goes on where it was when more
 * has come. It stops after 10,000 finds (`isFull`): nobody walks through more.
 */
export class LineScan<Find> {
  readonly #text: OutputText;
  readonly #look: (line: number) => readonly Find[];
  #found: Find[] = [];
  #next = 0;
  #clearings: number;
  /** How many finds there were before the last line, which may still grow. */
  #settled = 0;
  #version: number | null = null;

  constructor(text: OutputText, look: (line: number) => readonly Find[]) {
    this.#text = text;
    this.#look = look;
    this.#clearings = text.clearings;
  }

  get found(): readonly Find[] {
    return this.#found;
  }

  get isFull(): boolean {
    return this.#found.length >= MAX_FOUND;
  }

  /** All that had come was looked at. */
  get isCaughtUp(): boolean {
    return this.#version !== null;
  }

  /** Looks at some more lines of the output as it is at `version`; true when all of it was looked at. */
  advance(version: number, lines: number): boolean {
    if (this.#version === version) {
      return true;
    }
    this.#refresh();
    const end = Math.min(this.#text.count, this.#next + lines);
    for (; this.#next < end && !this.isFull; this.#next += 1) {
      this.#settled = this.#found.length;
      this.#found.push(...this.#look(this.#next));
    }
    const isDone = this.#next >= this.#text.count || this.isFull;
    this.#version = isDone ? version : null;
    return isDone;
  }

  #refresh(): void {
    if (this.#clearings !== this.#text.clearings) {
      this.#clearings = this.#text.clearings;
      this.#found = [];
      this.#settled = 0;
      this.#next = 0;
    } else if (this.#version !== null && this.#next > 0) {
      this.#found = this.#found.slice(0, this.#settled);
      this.#next -= 1;
    }
    this.#version = null;
  }
}
