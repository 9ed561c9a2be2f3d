import { describe, expect, it } from "vitest";
import { sliceCells } from "./cells";
import { markSpans } from "./mark-spans";

const red = { colour: 1 };

describe("marking what was found", () => {
  it("goes across colours and keeps them", () => {
    const spans = [
      { text: "an er", look: {} },
      { text: "ror", look: red },
      { text: " here", look: {} },
    ];
    expect(markSpans(spans, [{ start: 3, end: 8 }], null)).toEqual([
      { text: "an ", look: {} },
      { text: "er", look: {}, mark: "found" },
      { text: "ror", look: red, mark: "found" },
      { text: " here", look: {} },
    ]);
  });

  it("tells the match one has gone to from the others", () => {
    const marked = markSpans(
      [{ text: "aba", look: {} }],
      [
        { start: 0, end: 1 },
        { start: 2, end: 3 },
      ],
      2,
    );
    expect(marked.map(({ mark }) => mark)).toEqual(["found", undefined, "current"]);
  });
});

describe("a part of a line", () => {
  it("is cut by cells, wide characters whole", () => {
    const spans = [
      { text: "ab漢", look: {} },
      { text: "字cd", look: red },
    ];
    expect(sliceCells(spans, 2, 6)).toEqual([
      { text: "漢", look: {} },
      { text: "字", look: red },
    ]);
    expect(sliceCells(spans, 6, 99)).toEqual([{ text: "cd", look: red }]);
  });
});
