import fc from "fast-check";
import { expect, it } from "vitest";
import { PIECE_LENGTH } from "@/lib/core/kernel/text-pieces";
import { decodeRunbook } from "./decode-runbook";

/** Where one piece ends and the next begins, and a little beside it. */
const place = fc.integer({ min: -9, max: 9 }).map((offset) => PIECE_LENGTH + offset);
const filler = fc.constantFrom("x", "xxxxxxx\n", "\n", "é", "→ \n", "👋");

it("gives the whole text, whatever stands where it is cut", async () => {
  await fc.assert(
    fc.asyncProperty(place, filler, async (at, text) => {
      const written = `${"x".repeat(at)}${text.repeat(20)}\r\n`;
      const read = await decodeRunbook(Buffer.from(written));
      expect(typeof read === "string" ? read : read.source.join("")).toBe(written);
    }),
    { numRuns: 60 },
  );
});

it("names the line that is not UTF-8, wherever it is", async () => {
  await fc.assert(
    fc.asyncProperty(place, filler, async (at, text) => {
      const before = Buffer.from(`${"x\n".repeat(Math.floor(at / 2))}${text.repeat(3)}`);
      const read = await decodeRunbook(Buffer.concat([before, Buffer.from([0xe2, 0x86]), Buffer.from("\nmore\n")]));
      const line = before.toString().split("\n").length;
      expect(read).toBe(`is not UTF-8 (line ${line}): save it as UTF-8.`);
    }),
    { numRuns: 60 },
  );
});

it("names the last line of many that a cut character ends", async () => {
  const bytes = Buffer.concat([Buffer.alloc(2_000_000, "\n"), Buffer.from([0xf0, 0x9f, 0x91])]);
  expect(await decodeRunbook(bytes)).toContain("(line 2000001)");
});
