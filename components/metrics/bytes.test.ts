import { describe, expect, it } from "vitest";
import { axisTicks, bytesText, trendText } from "./bytes";

describe("figures of memory", () => {
  it.each([
    [512, "512 B"],
    [234_881_024, "224 MiB"],
    [2 ** 31, "2 GiB"],
    [1_911_260_447, "1.78 GiB"],
    [-(2 ** 20), "−1 MiB"],
  ])("writes %d bytes as %s", (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });

  it("gives the trend per minute with its sign", () => {
    expect(trendText((31 * 2 ** 20) / 60)).toBe("+31 MiB/min");
    expect(trendText(-(2 ** 20) / 60)).toBe("−1 MiB/min");
  });

  it("calls a trend too small to matter steady, and a missing one missing", () => {
    expect(trendText(12)).toBe("steady");
    expect(trendText(null)).toBe("no trend");
  });

  it("divides the axis into even steps that do not pass its top", () => {
    expect(axisTicks(2 ** 31)).toEqual([0, 2 ** 29, 2 ** 30, 3 * 2 ** 29, 2 ** 31]);
    expect(axisTicks(3_000).at(-1)).toBeLessThanOrEqual(3_000);
  });
});
