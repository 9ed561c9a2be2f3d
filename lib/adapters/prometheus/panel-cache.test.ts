import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/kernel/app-error";
import type { TimeRange } from "./client";
import { createPanelCache } from "./panel-cache";

function countingCache(fail: (call: number) => boolean = () => false) {
  const ranges: TimeRange[] = [];
  const cache = createPanelCache({
    queryRange: async (_, range) => {
      ranges.push(range);
      if (fail(ranges.length)) {
        throw new AppError("upstream-unavailable", "away");
      }
      return [];
    },
  });
  const ask = (nowSeconds: number, expression = "up") =>
    cache.queryLast(expression, { rangeSeconds: 1800, stepSeconds: 6, nowSeconds });
  return { ask, ranges };
}

describe("many viewers, one query", () => {
  it("joins 500 viewers who ask within one step", async () => {
    const { ask, ranges } = countingCache();
    await Promise.all(Array.from({ length: 500 }, (_, index) => ask(6000 + (index % 60) / 10)));
    expect(ranges).toEqual([{ startSeconds: 4200, endSeconds: 6000, stepSeconds: 6 }]);
  });

  it("asks anew in the next step and for another expression", async () => {
    const { ask, ranges } = countingCache();
    await ask(6005.9);
    await ask(6006);
    await ask(6006, "down");
    expect(ranges.map(({ endSeconds }) => endSeconds)).toEqual([6000, 6006, 6006]);
  });

  it("aligns both ends, and never shows less than was asked for", async () => {
    const ranges: TimeRange[] = [];
    const cache = createPanelCache({
      queryRange: async (_, range) => {
        ranges.push(range);
        return [];
      },
    });
    const aligned = await cache.queryLast("up", { rangeSeconds: 100, stepSeconds: 30, nowSeconds: 1007 });
    expect(aligned).toEqual({ fromSeconds: 870, toSeconds: 990, series: [] });
    expect(ranges).toEqual([{ startSeconds: 870, endSeconds: 990, stepSeconds: 30 }]);
  });

  it("does not keep a failure", async () => {
    const { ask, ranges } = countingCache((call) => call === 1);
    await expect(Promise.all([ask(6000), ask(6001)])).rejects.toThrow("away");
    expect(await ask(6002)).toMatchObject({ series: [] });
    expect(ranges).toHaveLength(2);
  });

  it("stays bounded under ever new questions, and keeps the newest", async () => {
    const { ask, ranges } = countingCache();
    for (let index = 0; index < 600; index += 1) {
      await ask(6000, `up + ${index}`);
    }
    await ask(6000, "up + 599");
    expect(ranges).toHaveLength(600);
    await ask(6000, "up + 0");
    expect(ranges).toHaveLength(601);
  });
});
