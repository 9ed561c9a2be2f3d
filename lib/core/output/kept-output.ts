/** A piece of a run's output, numbered from 1 on, or a part of one. */
export type OutputPiece = {
  readonly seq: number;
  readonly stream: "stdout" | "stderr";
  readonly text: string;
  /** Where in its piece a part begins, in UTF-16 code units; 0 when left out. */
  readonly at?: number;
};

const HEAD = /^(\d+) (stdout|stderr) (\d+)\n/;
/** No head is longer. */
const HEAD_CHARACTERS = 48;

/**
 * Output as text: before each piece a line with its number, its stream and how many UTF-16 code units of text follow.
 * What follows is as it came, so that reading 300,000 lines back costs no more than finding where they are cut.
 */
export function keptText(pieces: readonly OutputPiece[]): string {
  return pieces.map(({ seq, stream, text }) => `${seq} ${stream} ${text.length}\n${text}`).join("");
}

/** Reads `keptText` as it comes, however it is cut, and copies nothing of it: a piece that is cut comes in parts. */
export class KeptPieces {
  /** The beginning of a head. */
  #begun = "";
  #piece: { readonly seq: number; readonly stream: OutputPiece["stream"]; readonly length: number; at: number } | null =
    null;

  /** Throws an Error for what is no kept output. */
  take(text: string): readonly OutputPiece[] {
    const parts: OutputPiece[] = [];
    let from = 0;
    while (from < text.length) {
      if (this.#piece) {
        const { seq, stream, length, at } = this.#piece;
        const part = text.slice(from, from + length - at);
        parts.push({ seq, stream, at, text: part });
        from += part.length;
        this.#piece = at + part.length < length ? { seq, stream, length, at: at + part.length } : null;
      } else {
        from += this.#takeHead(text.slice(from, from + HEAD_CHARACTERS));
      }
    }
    return parts;
  }

  /** Throws an Error when something has begun whose end is missing. */
  end(): void {
    if (this.#begun !== "" || this.#piece !== null) {
      throw new Error("The end of the output is missing.");
    }
  }

  /** How much of the text belonged to the head. */
  #takeHead(text: string): number {
    const known = this.#begun.length;
    this.#begun += text;
    const [head, seq, stream, length] = HEAD.exec(this.#begun) ?? [];
    if (head === undefined || (stream !== "stdout" && stream !== "stderr")) {
      if (this.#begun.length >= HEAD_CHARACTERS || this.#begun.includes("\n")) {
        throw new Error("This is no kept output.");
      }
      return text.length;
    }
    this.#begun = "";
    this.#piece = Number(length) > 0 ? { seq: Number(seq), stream, length: Number(length), at: 0 } : null;
    return head.length - known;
  }
}
