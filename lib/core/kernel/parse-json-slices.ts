import { grouped } from "./grouped";
import { lengthOf, type TextPieces } from "./text-pieces";

/** Below this much text `JSON.parse` holds a thread for a few milliseconds. */
const SLICE_LENGTH = 500_000;

type Slicing = {
  /** Lets others have their turn. */
  readonly pause: () => Promise<void>;
  readonly sliceLength: number;
};

/**
 * What `JSON.parse` gives for the text that the pieces make up, without holding the thread for longer than a slice takes: a long
 * array or object is read in groups of its members. One long string is still read in one go. Throws SyntaxError as
 * `JSON.parse` does.
 */
export async function parseJsonInSlices(
  pieces: TextPieces,
  pause: Slicing["pause"],
  sliceLength: number = SLICE_LENGTH,
): Promise<unknown> {
  return parseValue(pieces, { pause, sliceLength });
}

async function parseValue(pieces: TextPieces, slicing: Slicing): Promise<unknown> {
  if (lengthOf(pieces) <= slicing.sliceLength) {
    return JSON.parse(pieces.join(""));
  }
  await slicing.pause();
  const text = pieces.slice(pieces.findIndex((piece) => piece.trim() !== ""));
  const opening = text[0]?.trimStart()[0];
  if (opening === "[") {
    return parseArray(text, slicing);
  }
  return opening === "{" ? parseObject(text, slicing) : JSON.parse(text.join(""));
}

async function parseArray(pieces: TextPieces, slicing: Slicing): Promise<readonly unknown[]> {
  const values: unknown[] = [];
  for (const group of groupsOf(await membersOf(pieces, slicing), slicing.sliceLength)) {
    const [only] = group;
    if (group.length === 1 && only !== undefined) {
      values.push(await parseValue(only, slicing));
    } else {
      const read: readonly unknown[] = JSON.parse(`[${group.map((member) => member.join("")).join(",")}]`);
      for (const value of read) {
        values.push(value);
      }
      await slicing.pause();
    }
  }
  return values;
}

async function parseObject(pieces: TextPieces, slicing: Slicing): Promise<object> {
  const entries: (readonly [string, unknown])[] = [];
  for (const group of groupsOf(await membersOf(pieces, slicing), slicing.sliceLength)) {
    const [only] = group;
    if (group.length === 1 && only !== undefined) {
      const { name, value } = cutAtColon(only);
      entries.push([JSON.parse(name), await parseValue(value, slicing)]);
    } else {
      const read: object = JSON.parse(`{${group.map((member) => member.join("")).join(",")}}`);
      for (const entry of Object.entries(read)) {
        entries.push(entry);
      }
      await slicing.pause();
    }
  }
  return Object.fromEntries(entries);
}

/** Neighbours together as long as they are short, each with its comma; a long one alone. */
function groupsOf(members: readonly TextPieces[], sliceLength: number): readonly (readonly TextPieces[])[] {
  return grouped(members, sliceLength, (member) => lengthOf(member) + 1);
}

/** The name, as it is written, and the value of an object's member. */
function cutAtColon(member: TextPieces): { readonly name: string; readonly value: TextPieces } {
  const scan = new Scan(COLON, 0);
  for (const [index, piece] of member.entries()) {
    const at = scan.next(piece, 0);
    if (at < piece.length) {
      const name = [...member.slice(0, index), piece.slice(0, at)].join("");
      return { name, value: [piece.slice(at + 1), ...member.slice(index + 1)] };
    }
  }
  throw new SyntaxError("A name without a value in JSON");
}

/** The members of an array or object, as they are written. */
async function membersOf(pieces: TextPieces, { pause, sliceLength }: Slicing): Promise<readonly TextPieces[]> {
  const scan = new Scan(COMMA, 1);
  const members: string[][] = [];
  let lookedThrough = 0;
  for (const [index, piece] of pieces.entries()) {
    const end = cutPiece(piece, scan, members);
    if (end !== null) {
      refuseMore([piece.slice(end), ...pieces.slice(index + 1)]);
      return members.length === 1 && isBlank(members[0] ?? []) ? [] : members;
    }
    lookedThrough += piece.length;
    if (lookedThrough > sliceLength) {
      lookedThrough = 0;
      await pause();
    }
  }
  throw new SyntaxError("Unexpected end of JSON input");
}

/** Adds what a piece holds of each member; gives the place behind the closing bracket, or null. */
function cutPiece(piece: string, scan: Scan, members: string[][]): number | null {
  let start = 0;
  if (scan.depth === 0) {
    start = scan.next(piece, 0) + 1;
    members.push([]);
  }
  for (let at = scan.next(piece, start); at < piece.length; at = scan.next(piece, start)) {
    members.at(-1)?.push(piece.slice(start, at));
    start = at + 1;
    if (scan.depth === 0) {
      return start;
    }
    members.push([]);
  }
  members.at(-1)?.push(piece.slice(start));
  return null;
}

function isBlank(pieces: TextPieces): boolean {
  return pieces.every((piece) => piece.trim() === "");
}

function refuseMore(rest: TextPieces): void {
  if (!isBlank(rest)) {
    throw new SyntaxError("Unexpected text behind the end of JSON");
  }
}

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;

/** Goes through JSON piece by piece, from one separator of a level to the next. */
class Scan {
  readonly #separator: number;
  readonly #level: number;
  /** The brackets that are open, by their closing ones. */
  readonly #open: number[] = [];
  #isInString = false;
  #isEscaped = false;

  constructor(separator: number, level: number) {
    this.#separator = separator;
    this.#level = level;
  }

  get depth(): number {
    return this.#open.length;
  }

  /** Where the next separator of the level is, or the bracket that begins or ends the level; the piece's length if none. */
  next(piece: string, from: number): number {
    for (let at = from; at < piece.length; at += 1) {
      const code = piece.charCodeAt(at);
      if (this.#isInString) {
        this.#stepInString(code);
      } else if (code === QUOTE) {
        this.#isInString = true;
      } else if (code === this.#separator ? this.depth === this.#level : this.#bracket(code)) {
        return at;
      }
    }
    return piece.length;
  }

  #stepInString(code: number): void {
    if (this.#isEscaped) {
      this.#isEscaped = false;
    } else if (code === BACKSLASH) {
      this.#isEscaped = true;
    } else if (code === QUOTE) {
      this.#isInString = false;
    }
  }

  /** Whether a bracket begins or ends the level. */
  #bracket(code: number): boolean {
    const before = this.depth;
    // `[` and `]`, `{` and `}` are two apart.
    if (code === 0x5b || code === 0x7b) {
      this.#open.push(code + 2);
    } else if (code === 0x5d || code === 0x7d) {
      if (this.#open.pop() !== code) {
        throw new SyntaxError("A bracket without its partner in JSON");
      }
    }
    return before !== this.depth && Math.min(before, this.depth) < this.#level;
  }
}
