import { afterAll, expect, it } from "vitest";
import { stageTexts } from "./store-text";
import { createTestDatabase } from "./testing/test-database";

const { database, drop } = await createTestDatabase();
afterAll(drop);

it("has the whole of each text there for the transaction, and nothing afterwards", async () => {
  const long = "Grüße 👋 ".repeat(60_000);
  const read = await database.$transaction(async (tx) => {
    await stageTexts(tx, { other: ["x"], long: [long, "end"] });
    return tx.$queryRaw<{ text: string }[]>`
      SELECT string_agg("text", '' ORDER BY "number") AS "text" FROM "LongText" WHERE "name" = 'long'`;
  });
  expect(read[0]?.text).toBe(`${long}end`);
  await expect(database.$queryRaw`SELECT 1 FROM "LongText"`).rejects.toThrow();
});
