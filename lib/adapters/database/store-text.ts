import "server-only";
import type { Database } from "./transaction";

/** What one statement may carry before it is felt: Prisma copies a parameter several times on the event loop. */
const PIECE_LENGTH = 128 * 1024;

/**
 * Brings long texts into the transaction piece by piece, so that no turn of the event loop has much to do, for a
 * statement that then reads them: `(SELECT string_agg("text", '' ORDER BY "number") FROM "LongText" WHERE "name" = …)`.
 * They are gone when the transaction ends.
 */
export async function stageTexts(tx: Database, texts: Readonly<Record<string, string>>): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE IF NOT EXISTS "LongText" ("name" TEXT, "number" INT, "text" TEXT) ON COMMIT DROP`;
  await tx.$executeRaw`DELETE FROM "LongText"`;
  for (const [name, text] of Object.entries(texts)) {
    let number = 0;
    for (const piece of piecesOf(text)) {
      number += 1;
      await tx.$executeRaw`INSERT INTO "LongText" VALUES (${name}, ${number}, ${piece})`;
    }
  }
}

const READ_LENGTH = 1024 * 1024;

/**
 * A long text of the database, in pieces so that no reply is large. `read` gives `length` characters from the one with the
 * number `from` (the first is 1), or null when there is no such text.
 */
export async function readTextInPieces(
  read: (from: number, length: number) => Promise<string | null>,
): Promise<readonly string[] | null> {
  const pieces: string[] = [];
  for (let from = 1; ; from += READ_LENGTH) {
    const piece = await read(from, READ_LENGTH);
    if (piece === null) {
      return null;
    }
    pieces.push(piece);
    // The database counts characters, of which some are two units long here.
    if (piece.length < READ_LENGTH) {
      return pieces;
    }
  }
}

/** Pieces of bounded length that make up the text; no character is cut in two. */
export function* piecesOf(text: string, length: number = PIECE_LENGTH): Generator<string> {
  for (let from = 0; from < text.length; ) {
    const end = from + length;
    const cutsPair = /[\uD800-\uDBFF]/.test(text[end - 1] ?? "") && end < text.length;
    const to = cutsPair ? end - 1 : end;
    yield text.slice(from, to);
    from = to;
  }
}
