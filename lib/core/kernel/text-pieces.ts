/** A long text in the pieces that make it up: putting megabytes together holds a thread for longer than working on them. */
export type TextPieces = readonly string[];

/**
 * What a thread copies or sends in one turn without being felt. Longer strings are pages of their own to V8, of which a
 * collection has hundreds to give back.
 */
export const PIECE_LENGTH = 64 * 1024;

/** Pieces of bounded length, cut behind a line's end where one ends within `length`, else between two characters. */
export function* cutText(text: string, length: number = PIECE_LENGTH): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const piece = text.slice(from, from + length);
    const isRest = from + length >= text.length;
    const lineEnd = isRest ? 0 : piece.lastIndexOf("\n") + 1;
    const whole = !isRest && /[\uD800-\uDBFF]$/.test(piece) ? piece.slice(0, -1) : piece;
    const cut = lineEnd > 0 ? piece.slice(0, lineEnd) : whole;
    yield cut;
    from += cut.length;
  }
}

/**
 * A text as its bytes: outside V8's heap, where no collection looks through it. Threads hand it on whole, and of its text
 * there is only the piece in hand.
 */
export type Utf8 = Uint8Array<ArrayBuffer>;

/** Copies of the bytes' parts, each with memory of its own. A character may be cut in two. */
export function* bytePieces(bytes: Utf8, length: number = PIECE_LENGTH): Generator<Utf8> {
  for (let from = 0; from < bytes.length; from += length) {
    yield new Uint8Array(bytes.subarray(from, from + length));
  }
}

/** The text of the bytes in pieces of bounded length. A mark at its beginning (BOM) is part of it. */
export function* textPieces(bytes: Utf8, length: number = PIECE_LENGTH): Generator<string> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  for (let from = 0; from < bytes.length; from += length) {
    const to = from + length;
    yield decoder.decode(bytes.subarray(from, to), { stream: to < bytes.length });
  }
}

export function lengthOf(pieces: TextPieces): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}
