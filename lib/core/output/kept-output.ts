/** A piece of a run's output, numbered from 1 on. */
export type OutputPiece = { readonly seq: number; readonly stream: "stdout" | "stderr"; readonly text: string };

/** Output as JSON, an array with a line for each piece, so that a reader can begin before the end. */
export function keptText(pieces: readonly OutputPiece[]): string {
  return `[${pieces.map((piece) => JSON.stringify(piece)).join(",\n")}]\n`;
}

/** The pieces of one line of `keptText`, or of an array that is all on one line. Throws SyntaxError for what is no JSON. */
export function keptPieces(line: string): readonly OutputPiece[] {
  const start = line.startsWith("[") ? 1 : 0;
  const end = /[\],]$/.test(line) ? -1 : undefined;
  return JSON.parse(`[${line.slice(start, end)}]`);
}
