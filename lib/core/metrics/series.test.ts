import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sample, stepFor, thinSamples } from "./series";

const seriesOf = (values: readonly number[]): readonly Sample[] => values.map((value, index) => ({ at: index, value }));

describe("thinSamples", () => {
  it("keeps a single spike among 10,000 samples", () => {
    const samples = seriesOf(Array.from({ length: 10_000 }, (_, index) => (index === 6789 ? 99 : 1)));
    const thin = thinSamples(samples, 300);
    expect(thin.length).toBeLessThanOrEqual(300);
    expect(thin).toContainEqual({ at: 6789, value: 99 });
  });

  it("leaves a short series as it is", () => {
    const samples = seriesOf([3, 1, 2]);
    expect(thinSamples(samples, 3)).toBe(samples);
  });

  it("keeps order, bounds, extremes and real samples of any series", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1, maxLength: 500 }),
        fc.integer({ min: 2, max: 60 }),
        (values, max) => {
          const samples = seriesOf(values);
          const thin = thinSamples(samples, max);
          expect(thin.length).toBeLessThanOrEqual(max);
          expect(
            thin.every((sample, index) => samples.includes(sample) && (thin[index - 1]?.at ?? -1) < sample.at),
          ).toBe(true);
          const extremes = (list: readonly Sample[]) => {
            const kept = list.map(({ value }) => value);
            return [Math.min(...kept), Math.max(...kept)];
          };
          expect(extremes(thin)).toEqual(extremes(samples));
        },
      ),
    );
  });
});

describe("stepFor", () => {
  it("gives whole seconds, at least one, and never more than 11,000 points", () => {
    expect(stepFor(1800, 300)).toBe(6);
    expect(stepFor(1801, 300)).toBe(7);
    expect(stepFor(10, 300)).toBe(1);
    const month = 30 * 86_400;
    expect(month / stepFor(month, 1e9)).toBeLessThanOrEqual(11_000);
  });
});
