import fc from "fast-check";
import { expect, it } from "vitest";
import { KeptPieces, keptText, type OutputPiece } from "@/lib/core/output/kept-output";
import { LiveOutput } from "./live-output";

const stream = "stdout" as const;

it("shows each piece once, though the stream and what is kept overlap", () => {
  const output = new LiveOutput();
  output.take([{ seq: 1, stream, text: "one\n" }]);
  output.take([
    { seq: 1, stream, text: "one\n" },
    { seq: 2, stream, text: "two\n" },
  ]);
  expect(output.text.all()).toBe("one\ntwo\n");
  expect(output.version()).toBe(2);
  output.take([{ seq: 2, stream, text: "two\n" }]);
  expect(output.version()).toBe(2);
});

it("goes on where a reading broke off, wherever the next one is cut", () => {
  const pieces: readonly OutputPiece[] = [1, 2, 3].map((seq) => ({ seq, stream, text: `${seq}: abcdefgh\n` }));
  const all = keptText(pieces);
  fc.assert(
    fc.property(fc.nat(all.length), fc.array(fc.integer({ min: 1, max: 9 })), (brokenAt, cuts) => {
      const output = new LiveOutput();
      output.take(new KeptPieces().take(all.slice(0, brokenAt)));
      const again = new KeptPieces();
      let rest = all;
      for (const cut of cuts) {
        output.take(again.take(rest.slice(0, cut)));
        rest = rest.slice(cut);
      }
      output.take(again.take(rest));
      expect(output.text.all()).toBe(pieces.map(({ text }) => text).join(""));
    }),
  );
});
