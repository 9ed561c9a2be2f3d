import fc from "fast-check";
import { expect, it } from "vitest";
import { runbookContent } from "./runbook-content";

const line = fc.constantFrom("", "x", "é", "→ ", "👋", "\r", "\uFEFF");
const cut = fc.constantFrom([0xe2, 0x86], [0xff], [0xf0, 0x9f, 0x91], [0xc3]);

it("gives the bytes as they are", () => {
  const bytes = Buffer.from("\uFEFF# A → B\r\n");
  expect(runbookContent(bytes)).toMatchObject({ source: bytes });
});

it("names the first line that is not UTF-8, wherever it is", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), line, cut, fc.boolean(), (before, start, bad, isAgain) => {
      const lines = Buffer.from([...before, start].join("\n"));
      const rest = isAgain ? [Buffer.from("\nmore\n"), Buffer.from(bad), Buffer.from("\n")] : [];
      const read = runbookContent(Buffer.concat([lines, Buffer.from(bad), ...rest]));
      expect(read).toBe(`is not UTF-8 (line ${before.length + 1}): save it as UTF-8.`);
    }),
  );
});

it("names the last line of many that a cut character ends", () => {
  const bytes = Buffer.concat([Buffer.alloc(2_000_000, "\n"), Buffer.from([0xf0, 0x9f, 0x91])]);
  expect(runbookContent(bytes)).toContain("(line 2000001)");
});
