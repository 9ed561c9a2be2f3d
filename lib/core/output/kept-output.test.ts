import fc from "fast-check";
import { expect, it } from "vitest";
import { keptPieces, keptText } from "./kept-output";

const piece = fc.record({
  seq: fc.nat(),
  stream: fc.constantFrom("stdout" as const, "stderr" as const),
  text: fc.string({ unit: "binary" }),
});
const linesOf = (text: string) => text.split("\n").filter((line) => line !== "");

it("is JSON, and the same read line by line", () => {
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      const text = keptText(pieces);
      expect(JSON.parse(text)).toEqual(pieces);
      expect(linesOf(text).flatMap(keptPieces)).toEqual(pieces);
    }),
  );
});

it("has a line for each piece, whatever the piece holds", () => {
  const pieces = [1, 2, 3].map((seq) => ({ seq, stream: "stdout" as const, text: "],\n[{},\n" }));
  expect(linesOf(keptText(pieces))).toHaveLength(3);
});

it("reads an array that is all on one line", () => {
  const pieces = [1, 2].map((seq) => ({ seq, stream: "stdout" as const, text: `${seq}\n` }));
  expect(keptPieces(JSON.stringify(pieces))).toEqual(pieces);
});
