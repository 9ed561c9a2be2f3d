import { type Look, lookAfter, plainLook, plainText, type Span, spansOf } from "./ansi";
import { cellsOf } from "./cells";

export type OutputPart = { readonly stream: "stdout" | "stderr"; readonly text: string };

type Chunk = OutputPart & {
  /** Nothing but printable ASCII and line ends: a line's length is its width. */
  readonly isPlain: boolean;
  /** No tab and nothing that could be wide: a line is at most as wide as it is long. */
  readonly isNarrow: boolean;
};

const ESC = "\u001B";
const clears = [`${ESC}[2J`, `${ESC}[3J`, `${ESC}[H${ESC}[J`] as const;
const cutSequence = new RegExp(`${ESC}(?:\\[[0-9;:?]*)?$`);
const lineOrColour = new RegExp(`\\n|${ESC}\\[([0-9;:]*)m`, "g");
const REMEMBERED_LINES = 256;

/**
 * Output as lines, appended piece by piece. It keeps the pieces as they came and two numbers a line, so 300,000 lines
 * cost little more than their text, and a new piece costs its own length. A cleared screen starts anew, as on a terminal.
 */
export class OutputText {
  #chunks: Chunk[] = [];
  /** For each line: the chunk it begins in, and where in it. */
  #starts = new Uint32Array(512);
  #count = 0;
  #isLineOpen = false;
  /** The beginning of a terminal sequence whose end has not come yet. */
  #held = "";
  #look: Look = plainLook;
  /** Lines that begin in another look than the plain one. */
  #looks = new Map<number, Look>();
  #spans = new Map<number, readonly Span[]>();
  #clearings = 0;
  #size = 0;

  /** How many lines there are. The last one may still grow. */
  get count(): number {
    return this.#count;
  }

  /** How often the screen was cleared: what was known about lines is void after each. */
  get clearings(): number {
    return this.#clearings;
  }

  /** How many characters there are. */
  get size(): number {
    return this.#size;
  }

  append(parts: readonly OutputPart[]): void {
    for (const part of parts) {
      this.#appendPart(part);
    }
  }

  /** The line as it came, without its end; "" when there is no such line. */
  raw(line: number): string {
    if (line < 0 || line >= this.#count) {
      return "";
    }
    const first = this.#startChunk(line);
    const from = this.#startAt(line);
    const isLast = line + 1 === this.#count;
    const last = isLast ? this.#chunks.length - 1 : this.#startChunk(line + 1);
    const to = isLast ? undefined : this.#startAt(line + 1);
    if (first === last) {
      return withoutEnd((this.#chunks[first]?.text ?? "").slice(from, to));
    }
    const middle = this.#chunks.slice(first, last + 1).map(({ text }, index, all) => {
      const end = index === all.length - 1 ? to : undefined;
      return text.slice(index === 0 ? from : 0, end);
    });
    return withoutEnd(middle.join(""));
  }

  /** What the line says, without colours. */
  plain(line: number): string {
    return this.#isPlain(line) ? this.raw(line) : plainText(this.raw(line));
  }

  /** The line with its colours; lines asked for lately are remembered. */
  spans(line: number): readonly Span[] {
    const known = this.#spans.get(line);
    if (known) {
      return known;
    }
    const spans = spansOf(this.raw(line), this.#looks.get(line));
    if (this.#spans.size >= REMEMBERED_LINES) {
      this.#spans.clear();
    }
    // The last line may still grow.
    if (line + 1 < this.#count) {
      this.#spans.set(line, spans);
    }
    return spans;
  }

  /** Did the line come on standard error? */
  isError(line: number): boolean {
    return line < this.#count && this.#chunks[this.#startChunk(line)]?.stream === "stderr";
  }

  /** How many cells of a terminal the line fills. */
  cells(line: number): number {
    if (this.#isPlain(line) && line + 1 < this.#count && this.#startChunk(line) === this.#startChunk(line + 1)) {
      return this.#startAt(line + 1) - this.#startAt(line) - 1;
    }
    return cellsOf(this.plain(line));
  }

  /** At least as many cells as the line fills, found without reading it where that is possible. */
  cellsAtMost(line: number): number {
    const chunk = this.#startChunk(line);
    const isInOne = line + 1 < this.#count && this.#startChunk(line + 1) === chunk;
    return isInOne && this.#chunks[chunk]?.isNarrow
      ? this.#startAt(line + 1) - this.#startAt(line) - 1
      : this.cells(line);
  }

  /** All of one stream, or of both, as it came. */
  all(stream?: OutputPart["stream"]): string {
    const chunks = stream ? this.#chunks.filter((chunk) => chunk.stream === stream) : this.#chunks;
    return chunks.map(({ text }) => text).join("");
  }

  #startChunk(line: number): number {
    return this.#starts[2 * line] ?? 0;
  }

  #startAt(line: number): number {
    return this.#starts[2 * line + 1] ?? 0;
  }

  /** True when the line lies in plain chunks; false is the careful answer. */
  #isPlain(line: number): boolean {
    const last = line + 1 < this.#count ? this.#startChunk(line + 1) : this.#chunks.length - 1;
    for (let chunk = this.#startChunk(line); chunk <= last; chunk += 1) {
      if (!this.#chunks[chunk]?.isPlain) {
        return false;
      }
    }
    return true;
  }

  #appendPart({ stream, text: fresh }: OutputPart): void {
    const isSameStream = this.#chunks.at(-1)?.stream === stream || this.#chunks.length === 0;
    const whole = isSameStream ? this.#held + fresh : fresh;
    this.#held = whole.includes(ESC, whole.length - 32) ? (cutSequence.exec(whole)?.[0] ?? "") : "";
    const text = this.#afterClear(this.#held === "" ? whole : whole.slice(0, -this.#held.length));
    if (text === "") {
      return;
    }
    const chunk =
      this.#chunks.push({ stream, text, isPlain: !/[^\n -~]/.test(text), isNarrow: !/[\t\u02FF-\uFFFF]/.test(text) }) -
      1;
    this.#size += text.length;
    if (!(this.#isLineOpen && isSameStream)) {
      this.#startLine(chunk, 0);
    }
    this.#indexLines(chunk, text);
    this.#isLineOpen = !text.endsWith("\n");
  }

  #indexLines(chunk: number, text: string): void {
    if (text.includes(ESC)) {
      this.#indexColoured(chunk, text);
      return;
    }
    for (let at = text.indexOf("\n") + 1; at > 0 && at < text.length; at = text.indexOf("\n", at) + 1) {
      this.#startLine(chunk, at);
    }
  }

  #indexColoured(chunk: number, text: string): void {
    for (const match of text.matchAll(lineOrColour)) {
      const end = match.index + match[0].length;
      if (match[0] !== "\n") {
        this.#look = lookAfter(this.#look, match[1] ?? "");
      } else if (end < text.length) {
        this.#startLine(chunk, end);
      }
    }
  }

  #afterClear(text: string): string {
    if (!text.includes(ESC)) {
      return text;
    }
    const at = Math.max(...clears.map((clear) => text.lastIndexOf(clear)));
    if (at < 0) {
      return text;
    }
    this.#chunks = [];
    this.#size = 0;
    this.#count = 0;
    this.#isLineOpen = false;
    this.#look = plainLook;
    this.#looks.clear();
    this.#spans.clear();
    this.#clearings += 1;
    return text.slice(at);
  }

  #startLine(chunk: number, at: number): void {
    if (2 * this.#count + 2 > this.#starts.length) {
      const larger = new Uint32Array(this.#starts.length * 2);
      larger.set(this.#starts);
      this.#starts = larger;
    }
    this.#starts[2 * this.#count] = chunk;
    this.#starts[2 * this.#count + 1] = at;
    if (Object.keys(this.#look).length > 0) {
      this.#looks.set(this.#count, this.#look);
    }
    this.#count += 1;
  }
}

function withoutEnd(text: string): string {
  return text.endsWith("\n") ? text.slice(0, -1) : text;
}
