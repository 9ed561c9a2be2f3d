import { afterAll, expect, it } from "vitest";
import { readTextInPieces, sql, stageTexts } from "./store-text";
import { createTestDatabase } from "./testing/test-database";

const { database, drop } = await createTestDatabase();
afterAll(drop);

it("has the whole of each text there for the transaction, and nothing afterwards", async () => {
  const long = Array.from({ length: 9 }, (_, index) => "Grüße 👋 ".repeat(6_000 + index));
  const read = await database.$transaction(async (tx) => {
    await stageTexts(tx, { other: ["x"], long });
    return tx.$queryRaw<{ text: string }[]>`
      SELECT string_agg("text", '' ORDER BY "number") AS "text" FROM "LongText" WHERE "name" = 'long'`;
  });
  expect(read[0]?.text).toBe(long.join(""));
  await expect(database.$queryRaw`SELECT 1 FROM "LongText"`).rejects.toThrow();
});

it("reads a text of any length in pieces, none of them long, and says when there is none", async () => {
  for (const text of ["", "short", "Grüße 👋 ".repeat(300_000), "x".repeat(1024 * 1024)]) {
    const pieces = await readTextInPieces(database, sql`SELECT ${text}::text AS "text"`);
    expect(pieces?.join("")).toBe(text);
    expect(Math.max(...(pieces ?? []).map(({ length }) => length))).toBeLessThanOrEqual(2 * 64 * 1024);
  }
  expect(await readTextInPieces(database, sql`SELECT 'x' AS "text" WHERE false`)).toBeNull();
});
