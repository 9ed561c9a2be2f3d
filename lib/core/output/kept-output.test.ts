import fc from "fast-check";
import { expect, it } from "vitest";
import { KeptPieces, keptText, type OutputPiece } from "./kept-output";

const pieces = fc
  .array(
    fc.record({ stream: fc.constantFrom("stdout" as const, "stderr" as const), text: fc.string({ unit: "binary" }) }),
  )
  .map((all) => all.map((piece, index): OutputPiece => ({ seq: index + 1, ...piece })));

/** Parts put together again, and where each began checked. */
function whole(parts: readonly OutputPiece[]): readonly OutputPiece[] {
  const bySeq = new Map<number, OutputPiece>();
  for (const { seq, stream, text, at } of parts) {
    const before = bySeq.get(seq)?.text ?? "";
    expect(at).toBe(before.length);
    bySeq.set(seq, { seq, stream, text: before + text });
  }
  return [...bySeq.values()];
}

it("gives everything back, however what is kept is cut on its way", () => {
  fc.assert(
    fc.property(pieces, fc.array(fc.nat(40)), (all, lengths) => {
      const kept = new KeptPieces();
      let text = keptText(all);
      const read = lengths.flatMap((length) => {
        const some = kept.take(text.slice(0, length));
        text = text.slice(length);
        return some;
      });
      expect(whole([...read, ...kept.take(text)])).toEqual(all.filter((piece) => piece.text !== ""));
      expect(() => kept.end()).not.toThrow();
    }),
  );
});

it("gives of a piece what is there", () => {
  const kept = new KeptPieces();
  expect(kept.take("1 stdout 4\none")).toEqual([{ seq: 1, stream: "stdout", at: 0, text: "one" }]);
  expect(kept.take("\n2 std")).toEqual([{ seq: 1, stream: "stdout", at: 3, text: "\n" }]);
  expect(kept.take("err 3\ntwo")).toEqual([{ seq: 2, stream: "stderr", at: 0, text: "two" }]);
});

it("takes what looks like the next piece for the text that it is", () => {
  const all = [1, 2].map((seq) => ({ seq, stream: "stdout" as const, text: "2 stderr 5\nhello" }));
  expect(whole(new KeptPieces().take(keptText(all)))).toEqual(all);
});

it("says that the end is missing, and that something is no kept output", () => {
  for (const begun of ["1 stdout 4\none", "1 stdout", "1 stdout 4\n"]) {
    const kept = new KeptPieces();
    kept.take(begun);
    expect(() => kept.end()).toThrow("The end of the output is missing.");
  }
  for (const other of ["<html>\n", "1 stdout -4\n", "1 stdwin 4\n", "9".repeat(100)]) {
    expect(() => new KeptPieces().take(other)).toThrow("This is no kept output.");
  }
});
