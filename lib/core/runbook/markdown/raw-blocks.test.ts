import { expect, it } from "vitest";
import { parseRunbook, proseRunbook } from "../parse-runbook";
import { plainText } from "./plain-text";
import { rawBlocks } from "./raw-blocks";

it("keeps a long text in blocks with their lines, none of them long", () => {
  const text = `${"some words of a line\n".repeat(12_000)}end`;
  const blocks = rawBlocks(text, 5);
  expect(blocks.map((block) => (block.kind === "raw" ? block.text : "")).join("")).toBe(text);
  expect(blocks.length).toBeGreaterThan(2);
  expect(blocks[0]?.lines.start).toBe(5);
  expect(blocks.at(-1)?.lines.end).toBe(12_005);
  for (const [at, { lines }] of blocks.entries()) {
    expect(lines.start).toBe((blocks[at - 1]?.lines.end ?? 4) + 1);
  }
});

it("loses no word of a line that is longer than a block", () => {
  const source = `# Title\n\n${"averylongword".repeat(30_000)} end\n`;
  for (const runbook of [
    parseRunbook({ source, path: "a.md" }),
    proseRunbook({ source, path: "a.md", message: "x" }),
  ]) {
    expect(plainText(runbook).match(/\w+/g)?.slice(-2)).toEqual(["averylongword".repeat(30_000), "end"]);
    expect(
      Math.max(...runbook.sections.flatMap(({ blocks }) => blocks.map((block) => JSON.stringify(block).length))),
    ).toBeLessThan(110_000);
  }
});
