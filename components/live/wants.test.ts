import { describe, expect, it } from "vitest";
import { mergeWants, needsReopening, streamUrl } from "./wants";

describe("one stream for several tabs", () => {
  it("starts each topic at the earliest place any tab needs", () => {
    const merged = mergeWants([
      new Map([["incident:a", 7]]),
      new Map([
        ["incident:a", 3],
        ["home", 0],
      ]),
    ]);
    expect([...merged]).toEqual([
      ["incident:a", 3],
      ["home", 0],
    ]);
  });

  it("is opened again for a topic it does not carry", () => {
    expect(needsReopening(new Map([["home", 0]]), new Map(), new Map([["run:r", 0]]))).toBe(true);
  });

  it("is opened again for a new tab that is further back than the stream", () => {
    expect(needsReopening(new Map([["incident:a", 9]]), new Map(), new Map([["incident:a", 4]]))).toBe(true);
  });

  it("stays open when a tab repeats what it already has", () => {
    const tab = new Map([["incident:a", 4]]);
    expect(needsReopening(new Map([["incident:a", 9]]), tab, tab)).toBe(false);
  });

  it("stays open when a tab wants less", () => {
    expect(needsReopening(new Map([["incident:a", 9]]), new Map([["incident:a", 4]]), new Map())).toBe(false);
  });

  it("writes topics with their places", () => {
    expect(
      decodeURIComponent(
        streamUrl(
          new Map([
            ["incident:a", 3],
            ["home", 0],
          ]),
        ),
      ),
    ).toBe("/api/stream?topics=incident:a@3,home");
  });
});
