import "server-only";

const NEWLINE = 0x0a;

/** The bytes of a stream in pieces that end where a line ends; only the last may lack its line's end. */
export async function* wholeLines(body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let begun: Buffer[] = [];
  for await (const piece of body) {
    const end = piece.lastIndexOf(NEWLINE) + 1;
    if (end === 0) {
      begun.push(piece);
      continue;
    }
    yield begun.length === 0 ? piece.subarray(0, end) : Buffer.concat([...begun, piece.subarray(0, end)]);
    begun = end < piece.length ? [piece.subarray(end)] : [];
  }
  if (begun.length > 0) {
    yield Buffer.concat(begun);
  }
}

/** The lines of a stream of text, without the empty ones. */
export async function* linesOf(body: AsyncIterable<Buffer>): AsyncGenerator<string> {
  for await (const piece of wholeLines(body)) {
    yield* piece
      .toString("utf8")
      .split("\n")
      .filter((line) => line !== "");
  }
}

/** Whole lines with the same words before each of them. */
export function prefixed(lines: Buffer, prefix: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let from = 0; from < lines.length; ) {
    const end = lines.indexOf(NEWLINE, from);
    const to = end === -1 ? lines.length : end + 1;
    pieces.push(prefix, lines.subarray(from, to));
    from = to;
  }
  return Buffer.concat(pieces);
}
