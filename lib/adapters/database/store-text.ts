import "server-only";
import { lengthOf, PIECE_LENGTH, type TextPieces } from "@/lib/core/kernel/text-pieces";
import { Prisma } from "./generated/client";
import type { Database } from "./transaction";

/** A statement, or a part of one, with its parameters. */
export const { sql } = Prisma;

/**
 * Brings long texts, each in short pieces, into the transaction so that no turn of the event loop has much to do, for a
 * statement that then reads them: `(SELECT string_agg("text", '' ORDER BY "number") FROM "LongText" WHERE "name" = …)`.
 * They are gone when the transaction ends.
 */
export async function stageTexts(tx: Database, texts: Readonly<Record<string, Iterable<string>>>): Promise<void> {
  await tx.$executeRaw`
    CREATE TEMP TABLE IF NOT EXISTS "LongText" ("name" TEXT, "number" INT, "text" TEXT) ON COMMIT DROP`;
  await tx.$executeRaw`DELETE FROM "LongText"`;
  for (const [name, pieces] of Object.entries(texts)) {
    let number = 0;
    // Prisma copies a parameter several times on the event loop.
    for (const piece of pieces) {
      number += 1;
      await tx.$executeRaw`INSERT INTO "LongText" VALUES (${name}, ${number}, ${piece})`;
    }
  }
}

const PART_LENGTH = 1024 * 1024;

/**
 * The text that a statement selects as "text", part by part so that no reply is large, and each part in rows so that none of
 * its strings is; null when the statement finds none.
 */
export async function readTextInPieces(database: Database, statement: Prisma.Sql): Promise<TextPieces | null> {
  const pieces: string[] = [];
  for (let from = 1; ; from += PART_LENGTH) {
    const rows = await database.$queryRaw<{ piece: string }[]>`
      SELECT substr(part."text", n, ${PIECE_LENGTH}) AS "piece"
      FROM (SELECT substr(whole."text", ${from}, ${PART_LENGTH}) AS "text" FROM (${statement}) whole OFFSET 0) part,
        generate_series(1, greatest(1, length(part."text")), ${PIECE_LENGTH}) n ORDER BY n`;
    const part = rows.map(({ piece }) => piece);
    pieces.push(...part);
    // The database counts characters, of which some are two units long here.
    if (lengthOf(part) < PART_LENGTH) {
      return pieces.length === 0 ? null : pieces;
    }
  }
}
