import { expect, it } from "vitest";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import { highestBytes, linePath, momentsOf, nearestMoment, scaleOf, timeTicks } from "./graph-scale";

const panel: MemoryPanel = {
  at: "2026-01-01T00:00:00Z",
  source: "prometheus",
  notice: null,
  query: "",
  fromSeconds: 1_000,
  toSeconds: 2_000,
  stepSeconds: 10,
  lines: [
    {
      pod: "a",
      container: "c",
      points: [
        [1_000, 100],
        [1_010, 200],
        [1_100, 50],
      ],
    },
    { pod: "b", container: "c", points: [[1_005, 300]] },
  ],
  limitBytes: 500,
  limitFrom: "metric",
  requestBytes: null,
  thresholds: [],
  oomKills: [],
  headroom: null,
};
const scale = scaleOf(panel, 500, { width: 662, height: 134 });

it("puts the ends of the range at the ends of the plot, and nothing below zero or above the box", () => {
  expect([scale.x(1_000), scale.x(2_000)]).toEqual([scale.left, scale.right]);
  expect(scale.y(0)).toBe(scale.bottom);
  expect(scale.y(500)).toBeGreaterThan(scale.top);
  expect(scale.seconds(scale.x(1_234))).toBeCloseTo(1_234);
});

it("takes the limit for the top when nothing is above it", () => {
  expect(highestBytes(panel)).toBe(500);
  expect(highestBytes({ ...panel, limitBytes: null })).toBe(300);
  expect(highestBytes({ ...panel, limitBytes: null, lines: [] })).toBe(0);
});

it("breaks a line where samples are missing", () => {
  expect(linePath(panel.lines[0]?.points ?? [], 10, scale).match(/[ML]/g)).toEqual(["M", "L", "M"]);
  expect(linePath([], 10, scale)).toBe("");
});

it("has as many times on the axis as fit, both ends among them", () => {
  const ticks = timeTicks(panel, scale);
  expect([ticks.at(0), ticks.at(-1), ticks.length]).toEqual([1_000, 2_000, 6]);
  expect(timeTicks(panel, scaleOf(panel, 1, { width: 100, height: 50 }))).toEqual([1_000, 2_000]);
});

it("finds the nearest moment of any line", () => {
  const moments = momentsOf(panel);
  expect(moments).toEqual([1_000, 1_005, 1_010, 1_100]);
  expect([900, 1_002, 1_003, 1_050, 1_090, 9_000].map((at) => nearestMoment(moments, at))).toEqual([
    1_000, 1_000, 1_005, 1_010, 1_100, 1_100,
  ]);
  expect(nearestMoment([], 5)).toBeNull();
});

it("is drawn for an empty box too, without a number that is none", () => {
  const none = scaleOf({ ...panel, toSeconds: 1_000 }, 0, { width: 0, height: 0 });
  expect(linePath([[1_000, 5]], 10, none)).not.toMatch(/NaN|Infinity/);
});
