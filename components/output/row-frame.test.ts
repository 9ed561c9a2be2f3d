import { describe, expect, it } from "vitest";
import { heightOf, ROW_PX, rowsInSight, scrollTopOf } from "./row-frame";

const height = 360;

describe("rows in sight", () => {
  it("are those on the screen and some around it", () => {
    expect(rowsInSight(1000, { top: 100 * ROW_PX, height })).toEqual({ first: 88, last: 132, px: 88 * ROW_PX });
    expect(rowsInSight(5, { top: 0, height })).toEqual({ first: 0, last: 5, px: 0 });
  });

  it("reach the first and the last of more rows than a browser can lay out", () => {
    const count = 6_000_000;
    expect(heightOf(count)).toBeLessThan(count * ROW_PX);
    expect(rowsInSight(count, { top: 0, height }).first).toBe(0);
    const end = rowsInSight(count, { top: heightOf(count) - height, height });
    expect(end.last).toBe(count);
    expect(end.px + (end.last - end.first) * ROW_PX).toBeCloseTo(heightOf(count), 0);
  });

  it.each([1000, 6_000_000])("contain the row one scrolls to, of %d", (count) => {
    for (const row of [0, 500, count - 1]) {
      const top = Math.min(scrollTopOf(row, count, height), heightOf(count) - height);
      const { first, last } = rowsInSight(count, { top, height });
      expect(first).toBeLessThanOrEqual(row);
      expect(last).toBeGreaterThan(row);
    }
  });
});
