import { describe, expect, it } from "vitest";
import { LineScan } from "./line-scan";
import { OutputText } from "./output-text";
import { placesFinder } from "./search-output";

const ESC = "\u001B";

function searchOf(query: string, ...parts: readonly string[]) {
  const text = new OutputText();
  const add = (part: string) => text.append([{ stream: "stdout", text: part }]);
  parts.forEach(add);
  const places = placesFinder(query);
  const scan = new LineScan(text, (line) => places(text.plain(line)).map((place) => ({ line, ...place })));
  return { scan, add };
}

describe("searching output", () => {
  it("finds every place whatever the case, also behind colours and across pieces", () => {
    const { scan } = searchOf("error", `Error ${ESC}[31merr`, `or${ESC}[0m\nnone\nERROR\n`);
    expect(scan.advance(1, 100)).toBe(true);
    expect(scan.found).toEqual([
      { line: 0, start: 0, end: 5 },
      { line: 0, start: 6, end: 11 },
      { line: 2, start: 0, end: 5 },
    ]);
  });

  it("takes the words as they are written, not as a pattern", () => {
    for (const query of ["a.b", "(c)", "[x", "\\d"]) {
      const { scan } = searchOf(query, `axb\n1\n${query}\n`);
      scan.advance(1, 100);
      expect(scan.found.map(({ line }) => line)).toEqual([2]);
    }
  });

  it("goes on where it was, a step at a time", () => {
    const { scan } = searchOf("x", "x\n".repeat(10));
    expect(scan.advance(1, 4)).toBe(false);
    expect(scan.found).toHaveLength(4);
    expect(scan.advance(1, 4)).toBe(false);
    expect(scan.isCaughtUp).toBe(false);
    expect(scan.advance(1, 4)).toBe(true);
    expect(scan.isCaughtUp).toBe(true);
    expect(scan.found).toHaveLength(10);
  });

  it("looks again at the line that grew, and at nothing before it", () => {
    const { scan, add } = searchOf("abc", "abc\nab");
    scan.advance(1, 100);
    expect(scan.found).toHaveLength(1);
    add("c abc\nabc");
    scan.advance(2, 100);
    expect(scan.found.map(({ line, start }) => [line, start])).toEqual([
      [0, 0],
      [1, 0],
      [1, 4],
      [2, 0],
    ]);
  });

  it("starts anew after a cleared screen", () => {
    const { scan, add } = searchOf("x", "x\nx\n");
    scan.advance(1, 100);
    add(`${ESC}[2Jx\n`);
    scan.advance(2, 100);
    expect(scan.found).toHaveLength(1);
  });

  it("stops at ten thousand", () => {
    const { scan } = searchOf("x", "x\n".repeat(20_000));
    expect(scan.advance(1, 1e6)).toBe(true);
    expect(scan.found).toHaveLength(10_000);
    expect(scan.isFull).toBe(true);
  });
});
