import { describe, expect, it } from "vitest";
import { headroom } from "./headroom";
import type { Sample } from "./series";

const MiB = 2 ** 20;
const NOW = 1_760_000_000;
const samplesOf = (count: number, mib: (index: number) => number): readonly Sample[] =>
  Array.from({ length: count }, (_, index) => ({ at: NOW + (index - count + 1) * 15, value: mib(index) * MiB }));

describe("headroom", () => {
  it("says what is used, what is free, how fast it goes and when the limit is reached", () => {
    // 1 MiB every 15 s; 41 MiB left: 615 s.
    const figures = headroom(
      samplesOf(40, (index) => 120 + index),
      200 * MiB,
    );
    expect(figures).toMatchObject({ usedBytes: 159 * MiB, freeBytes: 41 * MiB, usedRatio: 159 / 200 });
    expect(figures?.slopeBytesPerSecond).toBeCloseTo(MiB / 15, 3);
    expect(figures?.fit).toBeCloseTo(1, 6);
    expect(figures?.timeToLimit).toEqual({
      kind: "seconds",
      low: expect.closeTo(615 * 0.9, 0),
      high: expect.closeTo(615 * 1.1, 0),
    });
  });

  it("counts from now when the last sample is old", () => {
    const figures = headroom(
      samplesOf(40, (index) => 120 + index),
      200 * MiB,
      NOW + 60,
    );
    expect(figures?.timeToLimit).toEqual({
      kind: "seconds",
      low: expect.closeTo(615 * 0.9 - 60, 0),
      high: expect.closeTo(615 * 1.1 - 60, 0),
    });
  });

  it("looks only at what came after an OOM kill", () => {
    const figures = headroom(
      samplesOf(30, (index) => (index < 15 ? 50 + index * 10 : 20 + (index - 15))),
      200 * MiB,
    );
    expect(figures?.slopeBytesPerSecond).toBeCloseTo(MiB / 15, 3);
  });

  it("does not mistake a collector's saw-tooth for a leak", () => {
    const figures = headroom(
      samplesOf(43, (index) => 60 + (index % 8) * 10),
      256 * MiB,
    );
    expect(figures?.timeToLimit).toEqual({ kind: "no-trend" });
  });

  it("foretells the next kill of a container that is killed again and again", () => {
    const figures = headroom(
      samplesOf(36, (index) => 20 + (index % 8) * 10),
      100 * MiB,
    );
    expect(figures?.timeToLimit).toMatchObject({ kind: "seconds" });
  });

  it.each([
    ["level", (index: number) => 100 + (index % 2) * 0.5, 200, "no-trend"],
    ["falling", (index: number) => 180 - index, 200, "falling"],
    ["at the limit", (index: number) => 165 + index, 200, "at-limit"],
    ["too young", (index: number) => 100 + index, null, "no-limit"],
  ] as const)("is honest: %s", (_, mib, limit, kind) => {
    expect(headroom(samplesOf(40, mib), limit === null ? null : limit * MiB)?.timeToLimit).toEqual({ kind });
  });

  it("has no trend from two samples and nothing to say without any", () => {
    expect(
      headroom(
        samplesOf(2, (index) => index),
        100 * MiB,
      ),
    ).toMatchObject({
      slopeBytesPerSecond: null,
      fit: null,
      timeToLimit: { kind: "no-trend" },
    });
    expect(headroom([], 100 * MiB)).toBeNull();
  });
});
