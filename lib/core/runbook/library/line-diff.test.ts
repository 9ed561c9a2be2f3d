import fc from "fast-check";
import { expect, it } from "vitest";
import { lineDiff } from "./line-diff";

it("shows what changed, with the lines around it", async () => {
  const before = "a\nb\nc\nd\ne\nf\ng\nh\n";
  expect(await lineDiff(before, before.replace("e\n", "E\n"))).toEqual([
    {
      newStart: 2,
      lines: [
        ...["b", "c", "d"].map((text, index) => ({ kind: "same", number: index + 2, text })),
        { kind: "removed", number: 5, text: "e" },
        { kind: "added", number: 5, text: "E" },
        ...["f", "g", "h"].map((text, index) => ({ kind: "same", number: index + 6, text })),
      ],
    },
  ]);
});

it("holds every line of the new text that the old one does not have", async () => {
  const text = fc.array(fc.constantFrom("a", "b", "# c", ""), { maxLength: 20 }).map((lines) => lines.join("\n"));
  await fc.assert(
    fc.asyncProperty(text, text, async (before, after) => {
      const lines = (await lineDiff(before, after))?.flatMap((hunk) => hunk.lines) ?? [];
      const count = (kind: string) => lines.filter((line) => line.kind === kind).length;
      const size = (source: string) => (source === "" ? 0 : source.split("\n").length);
      const ends = (source: string) => (source.endsWith("\n") ? size(source) - 1 : size(source));
      expect(count("added") - count("removed")).toBe(ends(after) - ends(before));
      expect(lines.length === 0).toBe(before === after);
    }),
  );
});

it("gives up on two texts that have nothing to do with each other, and lets others have their turn meanwhile", async () => {
  const text = (word: string) => Array.from({ length: 4_000 }, (_, line) => `${word} ${line}`).join("\n");
  let turns = 0;
  const counting = setInterval(() => {
    turns += 1;
  }, 1);
  expect(await lineDiff(text("a"), text("b"))).toBeNull();
  clearInterval(counting);
  expect(turns).toBeGreaterThan(10);
});
