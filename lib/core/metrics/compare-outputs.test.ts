import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareOutputs } from "./compare-outputs";

describe("compareOutputs", () => {
  it("pairs the lines of kubectl top by pod, and converts units", () => {
    const before = "NAME    CPU(cores)   MEMORY(bytes)\napi-1   10m   900Mi\napi-2   5m   100Mi\n";
    const after = "NAME    CPU(cores)   MEMORY(bytes)\napi-1   30m   2Gi\napi-3   5m   100Mi\n";
    expect(compareOutputs(before, after)).toEqual({
      figures: [
        { place: "api-1 CPU(cores)", before: "10m", after: "30m", change: "+20 m (+200 %)" },
        { place: "api-1 MEMORY(bytes)", before: "900Mi", after: "2Gi", change: "+1.12 GiB (+128 %)" },
      ],
      appeared: ["api-3"],
      gone: ["api-2"],
    });
  });

  it.each([
    ["goroutines: 1200", "goroutines: 900", "−300 (−25 %)"],
    ["heap  310MiB / 2GiB", "heap  410MiB / 2GiB", "+100 MiB (+32 %)"],
    ["used  50%", "used  50%", "0"],
    ["errors  0", "errors  3", "+3"],
    ["1200", "1500", "+300 (+25 %)"],
    ["RSS=512MB", "RSS=256MB", "−244 MiB (−50 %)"],
  ])("compares %j with %j", (before, after, change) => {
    expect(compareOutputs(before, after).figures.map((figure) => figure.change)).toEqual([change]);
  });

  it.each([
    ["pod  Running", "pod  Failed"],
    ["used  5m", "used  5%"],
    ["up  3 days ago", "up  4 days ago"],
  ])("does not compare %j with %j", (before, after) => {
    expect(compareOutputs(before, after).figures).toEqual([]);
  });

  it("finds nothing changed between an output and itself, whatever it is", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300, unit: fc.constantFrom("a", "1", " ", "\n", "M", "i", ":", ".", "-", "%") }),
        (text) => {
          const { figures, appeared, gone } = compareOutputs(text, text);
          expect([appeared, gone]).toEqual([[], []]);
          expect(figures.every(({ change }) => change === "0")).toBe(true);
        },
      ),
    );
  });
});
