import type { DoubleQuotedChild, Script, Word, WordPart } from "unbash";

/** What expanding a word needs from the shell that runs it. */
export interface WordScope {
  variable(name: string): string | undefined;
  /** Runs a command substitution and gives its output. */
  substitute(script: Script): Promise<string>;
}

interface Piece {
  readonly text: string;
  /** Unquoted expansions are split at white space. */
  readonly splits: boolean;
}

const quoted = (text: string): Piece => ({ text, splits: false });

async function childText(child: DoubleQuotedChild, scope: WordScope): Promise<string> {
  switch (child.type) {
    case "Literal":
      return child.value;
    case "SimpleExpansion":
      return scope.variable(child.text.slice(1)) ?? "";
    case "ParameterExpansion": {
      const value = scope.variable(child.parameter);
      const isMissing = value === undefined || value === "";
      return child.operation?.type === "Default" && isMissing ? child.operation.operand.value : (value ?? "");
    }
    case "CommandExpansion":
      return child.script === undefined ? "" : (await scope.substitute(child.script)).replace(/\n+$/, "");
    case "ArithmeticExpansion":
      return child.text;
  }
}

async function partPiece(part: WordPart, scope: WordScope): Promise<Piece> {
  switch (part.type) {
    case "SingleQuoted":
    case "AnsiCQuoted":
    case "Literal":
      return quoted(part.value);
    case "DoubleQuoted":
    case "LocaleString": {
      const texts: string[] = [];
      for (const child of part.parts) {
        texts.push(await childText(child, scope));
      }
      return quoted(texts.join(""));
    }
    case "SimpleExpansion":
    case "ParameterExpansion":
    case "CommandExpansion":
    case "ArithmeticExpansion":
      return { text: await childText(part, scope), splits: true };
    default:
      return quoted(part.text);
  }
}

/** Puts pieces side by side; white space in a piece that splits ends a word. */
function joinPieces(pieces: readonly Piece[]): readonly string[] {
  const words: string[] = [];
  let open: string | undefined;
  for (const { text, splits } of pieces.filter((piece) => !piece.splits || piece.text.trim() !== "")) {
    const [first = "", ...more] = splits ? text.trim().split(/\s+/) : [text];
    open = (open ?? "") + first;
    for (const next of more) {
      words.push(open);
      open = next;
    }
  }
  return open === undefined ? words : [...words, open];
}

/** The words that one written word becomes. */
export async function expandWord(word: Word, scope: WordScope): Promise<readonly string[]> {
  if (word.parts === undefined || word.parts.length === 0) {
    return [word.value];
  }
  const pieces: Piece[] = [];
  for (const part of word.parts) {
    pieces.push(await partPiece(part, scope));
  }
  return joinPieces(pieces);
}
