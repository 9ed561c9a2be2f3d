import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Sample } from "./series";
import { median, robustTrend } from "./slope";

const NOW = 1_760_000_000;
const line = (count: number, valueAt: (seconds: number) => number): readonly Sample[] =>
  Array.from({ length: count }, (_, index) => ({ at: NOW + index * 15, value: valueAt(index * 15) }));

/** Noise without a trend, the same in every run. */
const noise = (seconds: number) => (((seconds * 7919) % 101) / 50 - 1) * 1e6;

describe("robustTrend", () => {
  it("finds an exact line, fully explained, also at epoch times", () => {
    const trend = robustTrend(line(40, (seconds) => 5e8 + 1234.5 * seconds));
    expect(trend?.slope).toBeCloseTo(1234.5, 6);
    expect(trend?.fit).toBeCloseTo(1, 9);
  });

  it("is not bent by spikes in a fifth of the samples", () => {
    const trend = robustTrend(line(40, (seconds) => 1e8 + 5e4 * seconds + (seconds % 75 === 0 ? 9e8 : 0)));
    expect(trend?.slope).toBeGreaterThan(4.9e4);
    expect(trend?.slope).toBeLessThan(5.1e4);
    expect(trend?.fit).toBeGreaterThan(0.9);
  });

  it("gives noise an interval around zero and a poor fit", () => {
    const trend = robustTrend(line(60, noise));
    expect(trend?.slopeLow).toBeLessThan(0);
    expect(trend?.slopeHigh).toBeGreaterThan(0);
    expect(trend?.fit).toBeLessThan(0.2);
  });

  it("bounds a noisy rise from both sides", () => {
    const trend = robustTrend(line(60, (seconds) => 5e3 * seconds + noise(seconds)));
    expect(trend?.slopeLow).toBeLessThan(5e3);
    expect(trend?.slopeHigh).toBeGreaterThan(5e3);
    expect(trend?.slopeLow).toBeGreaterThan(2e3);
  });

  it("has no opinion on two samples, one instant, or a level line", () => {
    expect(robustTrend(line(2, (seconds) => seconds))).toBeNull();
    expect(robustTrend([1, 2, 3].map((value) => ({ at: NOW, value })))).toBeNull();
    expect(robustTrend(line(10, () => 7))).toMatchObject({ slope: 0, fit: 0 });
  });

  it("ignores NaN samples", () => {
    const samples = line(20, (seconds) => (seconds === 30 ? Number.NaN : 2 * seconds));
    expect(robustTrend(samples)?.slope).toBeCloseTo(2, 9);
  });

  it("keeps its slope when the samples are moved in time or value, and scales with them", () => {
    const values = fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 3, maxLength: 40 });
    fc.assert(
      fc.property(values, fc.integer({ min: -1e6, max: 1e6 }), (list, shift) => {
        const slopeOf = (change: (value: number) => number) =>
          robustTrend(list.map((value, index) => ({ at: index * 5 + shift, value: change(value) })))?.slope ??
          Number.NaN;
        const slope = slopeOf((value) => value);
        expect(slopeOf((value) => value + shift)).toBeCloseTo(slope, 6);
        expect(slopeOf((value) => value * -2)).toBeCloseTo(slope * -2, 6);
      }),
    );
  });

  it("stays cheap on a day of samples", () => {
    expect(robustTrend(line(86_400 / 15, (seconds) => seconds * 3))?.slope).toBeCloseTo(3, 9);
  });
});

it("takes the middle of an odd count and the mean of the two middle ones of an even count", () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
});
