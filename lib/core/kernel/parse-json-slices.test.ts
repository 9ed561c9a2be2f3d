import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJsonInSlices } from "./parse-json-slices";

const pause = async () => undefined;

it("gives what JSON.parse gives, however short the slices", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 5 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (value, length, isSpaced) => {
        const text = isSpaced ? JSON.stringify(value, null, 1) : JSON.stringify(value);
        expect(await parseJsonInSlices(text, pause, length)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 300 },
  );
});

it("refuses what JSON.parse refuses", async () => {
  for (const text of ['[1, 2, {"a": ]', '{"a": 1, "b": [1,, 2], "c": "x"}', '["abc', "[1] 2 3 4 5 6"]) {
    await expect(parseJsonInSlices(text, pause, 4)).rejects.toThrow(SyntaxError);
  }
});

it("lets others have their turn again and again", async () => {
  let turns = 0;
  const countTurn = async () => {
    turns += 1;
  };
  const text = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => ({ index, words: "some words" })));
  await parseJsonInSlices(text, countTurn, 1_000);
  expect(turns).toBeGreaterThan(text.length / 1_000 / 2);
});
