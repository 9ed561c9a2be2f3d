import fc from "fast-check";
import { expect, it } from "vitest";
import { cutText, lengthOf, textPieces } from "./text-pieces";

const text = fc.string({
  unit: fc.oneof(fc.constant("\n"), fc.string({ unit: "grapheme", maxLength: 1 })),
  maxLength: 60,
});

it("cuts a text into pieces that make it up, and cuts no character in two", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 2, max: 9 }), (whole, length) => {
      const pieces = [...cutText(whole, length)];
      expect(pieces.join("")).toBe(whole);
      expect(lengthOf(pieces)).toBe(whole.length);
      expect(pieces.every((piece) => piece.isWellFormed() && piece.length > 0 && piece.length <= length)).toBe(true);
    }),
  );
});

it("gives the text of bytes in short pieces, wherever a character is cut, with the mark at its beginning", () => {
  fc.assert(
    fc.property(text, fc.constantFrom("", "\uFEFF"), fc.integer({ min: 1, max: 9 }), (rest, mark, length) => {
      const whole = `${mark}${rest.toWellFormed()}`;
      const pieces = [...textPieces(Buffer.from(whole), length)];
      expect(pieces.join("")).toBe(whole);
      expect(Math.max(0, ...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(length + 1);
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
