import "server-only";
import { cutText, type TextPieces } from "@/lib/core/kernel/text-pieces";
import type { Database } from "./transaction";

/**
 * Brings long texts into the transaction piece by piece, so that no turn of the event loop has much to do, for a
 * statement that then reads them: `(SELECT string_agg("text", '' ORDER BY "number") FROM "LongText" WHERE "name" = …)`.
 * They are gone when the transaction ends.
 */
export async function stageTexts(tx: Database, texts: Readonly<Record<string, TextPieces>>): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE IF NOT EXISTS "LongText" ("name" TEXT, "number" INT, "text" TEXT) ON COMMIT DROP`;
  await tx.$executeRaw`DELETE FROM "LongText"`;
  for (const [name, pieces] of Object.entries(texts)) {
    let number = 0;
    // Prisma copies a parameter several times on the event loop.
    for (const piece of pieces.flatMap((text) => [...cutText(text)])) {
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
): Promise<TextPieces | null> {
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
