/** The words of an input, line by line, or what is wrong with it. */
export type Input = { readonly lines: readonly (readonly string[])[] } | { readonly problem: string };

const ESCAPES: Record<string, string> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "\\": "\\" };

/** The character that `-d` names, as a byte each; null for what is none. */
export function delimiterOf(said: string): string | null {
  const bytes = Buffer.from(said).toString("latin1");
  const [, digits, hex, letter] = /^\\(?:(0[0-7]{0,3}|[1-7][0-7]{0,2})|x([\da-fA-F]{1,2})|(.))$/s.exec(bytes) ?? [];
  if (digits !== undefined || hex !== undefined) {
    return String.fromCharCode(
      (digits === undefined ? Number.parseInt(hex ?? "", 16) : Number.parseInt(digits, 8)) % 256,
    );
  }
  return letter === undefined ? (bytes.length === 1 ? bytes : null) : (ESCAPES[letter] ?? null);
}

/** Each piece is a line of one word, whatever it holds. */
export function readPieces(text: string, delimiter: string): Input {
  const pieces = text.split(delimiter);
  return { lines: (pieces.at(-1) === "" ? pieces.slice(0, -1) : pieces).map((piece) => [piece]) };
}

/** A backslash and what it stands before, quotes, all else, a blank, and the end of a line. */
const PIECE = /\\([\s\S])|'([^'\n]*)'|"([^"\n]*)"|([^\s\\'"]+)|([^\S\n]+)|\n|\\$/y;

type Piece = { readonly kind: "text" | "blank" | "end"; readonly text: string };

/** The pieces of an input, or the quote that nothing ends. */
function piecesOf(text: string): readonly Piece[] | string {
  const pieces: Piece[] = [];
  for (PIECE.lastIndex = 0; PIECE.lastIndex < text.length; ) {
    const at = PIECE.lastIndex;
    const [piece, escaped, single, double, plain, blank] = PIECE.exec(text) ?? [];
    if (piece === undefined) {
      return text[at] ?? "";
    }
    const kind = piece === "\n" ? "end" : blank === undefined ? "text" : "blank";
    pieces.push({ kind, text: escaped ?? single ?? double ?? plain ?? blank ?? "" });
  }
  return pieces;
}

/**
 * Words as xargs reads them: apart by blanks, unless quoted; a line that ends in a blank goes on in the next. Where
 * lines are whole (`-I`), a line is one word.
 */
export function readWords(text: string, areLinesWhole: boolean): Input {
  const pieces = piecesOf(text);
  if (typeof pieces === "string") {
    const quote = pieces === "'" ? "single" : "double";
    return { problem: `unmatched ${quote} quote; by default quotes are special to xargs unless you use the -0 option` };
  }
  return { lines: linesOf(pieces, areLinesWhole).filter((words) => words.length > 0) };
}

function linesOf(pieces: readonly Piece[], areLinesWhole: boolean): readonly string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let word: string | null = null;
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind === "text" || (piece.kind === "blank" && areLinesWhole && word !== null)) {
      word = `${word ?? ""}${piece.text}`;
      continue;
    }
    line.push(...taken(word));
    word = null;
    if (piece.kind === "end" && (areLinesWhole || pieces[index - 1]?.kind !== "blank")) {
      lines.push(line);
      line = [];
    }
  }
  return [...lines, [...line, ...taken(word)]];
}

function taken(word: string | null): readonly string[] {
  return word === null ? [] : [word];
}
