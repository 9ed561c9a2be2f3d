import fc from "fast-check";
import { expect, it } from "vitest";
import { cutText, lengthOf } from "./text-pieces";

it("cuts a text into pieces that make it up, and cuts no character in two", () => {
  const text = fc.string({
    unit: fc.oneof(fc.constant("\n"), fc.string({ unit: "grapheme", maxLength: 1 })),
    maxLength: 60,
  });
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, length) => {
      const pieces = [...cutText(whole, length)];
      expect(pieces.join("")).toBe(whole);
      expect(lengthOf(pieces)).toBe(whole.length);
      expect(pieces.every((piece) => piece.isWellFormed() && piece.length > 0 && piece.length <= length)).toBe(true);
    }),
  );
});

it("cuts behind the last line that ends within the length", () => {
  expect([...cutText("one\ntwo\nthree and four\n", 9)]).toEqual(["one\ntwo\n", "three and", " four\n"]);
});

it("needs no more time for one endless line than for many", () => {
  const endless = "x".repeat(20_000_000);
  expect([...cutText(endless, 1_000)]).toHaveLength(20_000);
});
