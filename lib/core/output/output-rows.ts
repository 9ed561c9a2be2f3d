import type { OutputText } from "./output-text";

export type OutputRow = { readonly line: number /** Which of its rows, from 0. */; readonly part: number };

/**
 * The rows that lines fill when they are wrapped after `columns` cells; with `columns` 0 a line is a row. Long lines
 * become many short rows, so what is drawn is as long as the screen is wide, whatever came.
 */
export class OutputRows {
  readonly #text: OutputText;
  readonly #columns: number;
  /** For each line: the number of rows up to its end. */
  #ends = new Uint32Array(512);
  #known = 0;
  #widest = 0;

  constructor(text: OutputText, columns: number) {
    this.#text = text;
    this.#columns = columns;
  }

  get count(): number {
    this.#extend();
    return this.#columns === 0 ? this.#text.count : this.rowOf(this.#known);
  }

  /** The cells of the widest line, or some more. */
  get widest(): number {
    this.#extend();
    return this.#widest;
  }

  /** The first row of a line. */
  rowOf(line: number): number {
    if (this.#columns === 0) {
      return line;
    }
    return line <= 0 ? 0 : (this.#ends[Math.min(line, this.#known) - 1] ?? 0);
  }

  /** What stands in a row. */
  at(row: number): OutputRow {
    if (this.#columns === 0) {
      return { line: row, part: 0 };
    }
    let low = 0;
    let high = this.#known - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ends[middle] ?? 0) > row) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return { line: low, part: row - this.rowOf(low) };
  }

  /** Counts the lines that came since; the one that was last may have grown. */
  #extend(): void {
    const { count } = this.#text;
    if (this.#columns > 0 && count > this.#ends.length) {
      const larger = new Uint32Array(Math.max(count, this.#ends.length * 2));
      larger.set(this.#ends);
      this.#ends = larger;
    }
    for (let line = Math.max(0, this.#known - 1); line < count; line += 1) {
      const atMost = this.#text.cellsAtMost(line);
      this.#widest = Math.max(this.#widest, atMost);
      if (this.#columns > 0) {
        this.#ends[line] = (line === 0 ? 0 : (this.#ends[line - 1] ?? 0)) + this.#rowsOf(line, atMost);
      }
    }
    this.#known = count;
  }

  #rowsOf(line: number, atMost: number): number {
    return atMost <= this.#columns ? 1 : Math.max(1, Math.ceil(this.#text.cells(line) / this.#columns));
  }
}
