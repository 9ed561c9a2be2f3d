import fc from "fast-check";
import { afterAll, expect, it } from "vitest";
import { piecesOf, stageTexts } from "./store-text";
import { createTestDatabase } from "./testing/test-database";

const { database, drop } = await createTestDatabase();
afterAll(drop);

it("cuts a text into pieces that make it up, and cuts no character in two", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 60 });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, length) => {
      const pieces = [...piecesOf(whole, length)];
      expect(pieces.join("")).toBe(whole);
      expect(pieces.every((piece) => piece.isWellFormed() && piece.length <= length)).toBe(true);
    }),
  );
});

it("has the whole of each text there for the transaction, and nothing afterwards", async () => {
  const long = "Grüße 👋 ".repeat(60_000);
  const read = await database.$transaction(async (tx) => {
    await stageTexts(tx, { other: "x", long });
    return tx.$queryRaw<{ text: string }[]>`
      SELECT string_agg("text", '' ORDER BY "number") AS "text" FROM "LongText" WHERE "name" = 'long'`;
  });
  expect(read[0]?.text).toBe(long);
  await expect(database.$queryRaw`SELECT 1 FROM "LongText"`).rejects.toThrow();
});
