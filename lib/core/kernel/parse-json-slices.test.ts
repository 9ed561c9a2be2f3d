import fc from "fast-check";
import { expect, it } from "vitest";
import { parseJsonInSlices } from "./parse-json-slices";

const pause = async () => undefined;
const piecesOf = (text: string, length: number) =>
  Array.from({ length: Math.ceil(text.length / length) }, (_, at) => text.slice(at * length, (at + 1) * length));

it("gives what JSON.parse gives, however short the slices and the pieces", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 5 }),
      fc.integer({ min: 1, max: 40 }),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (value, length, pieceLength, isSpaced) => {
        const text = isSpaced ? JSON.stringify(value, null, 1) : JSON.stringify(value);
        expect(await parseJsonInSlices(piecesOf(text, pieceLength), pause, length)).toEqual(JSON.parse(text));
      },
    ),
    { numRuns: 300 },
  );
});

it("refuses what JSON.parse refuses", async () => {
  const texts = [
    '[1, 2, {"a": ]',
    '{"a": 1, "b": [1,, 2], "c": "x"}',
    '["abc',
    "[1] 2 3 4 5 6",
    "[1, 2, 3}",
    "[1, 2]]",
  ];
  for (const text of [...texts, '{"a" 1, "b": 2}', '{"a": {"b": 1}', '{"abcdefgh"}', "[1, 2, 3,]", "", "   "]) {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    for (const pieceLength of [1, 3, 100]) {
      await expect(parseJsonInSlices(piecesOf(text, pieceLength), pause, 4)).rejects.toThrow(SyntaxError);
    }
  }
});

it("lets others have their turn again and again", async () => {
  let turns = 0;
  const countTurn = async () => {
    turns += 1;
  };
  const text = JSON.stringify(Array.from({ length: 1_000 }, (_, index) => ({ index, words: "some words" })));
  await parseJsonInSlices(piecesOf(text, 2_000), countTurn, 1_000);
  expect(turns).toBeGreaterThan(text.length / 1_000 / 2);
});
