import { describe, expect, it } from "vitest";
import { needsReopening, streamUrl, wantsAfter } from "./wants";

describe("one stream for several tabs", () => {
  it("goes on from the place reached for topics that others already have", () => {
    const other = new Map([["incident:a", 3]]);
    const asked = new Map([["run:r", 0]]);
    const wants = wantsAfter(new Map([["incident:a", 9]]), { before: new Map(), asked }, [other, asked]);
    expect([...wants]).toEqual([
      ["incident:a", 9],
      ["run:r", 0],
    ]);
  });

  it("goes back for a tab that is new and further behind", () => {
    const asked = new Map([["incident:a", 4]]);
    const wants = wantsAfter(new Map([["incident:a", 9]]), { before: new Map(), asked }, [asked]);
    expect([...wants]).toEqual([["incident:a", 4]]);
  });

  it("drops what no tab wants any more", () => {
    const asked = new Map([["home", 0]]);
    const open = new Map([["run:r", 7]]);
    expect([...wantsAfter(open, { before: new Map(), asked }, [asked])]).toEqual([["home", 0]]);
  });

  it("starts a new leader at the earliest place any tab needs", () => {
    const tabs = [new Map([["incident:a", 7]]), new Map([["incident:a", 3]])];
    const wants = wantsAfter(new Map(), { before: new Map(), asked: tabs[1] ?? new Map() }, tabs);
    expect([...wants]).toEqual([["incident:a", 3]]);
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
            ["library", 0],
          ]),
        ),
      ),
    ).toBe("/api/stream?topics=incident:a@3,home,library");
  });
});
