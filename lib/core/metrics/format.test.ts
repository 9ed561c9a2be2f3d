import { expect, it } from "vitest";
import { formatBytes, formatDuration, formatSlope, formatTimeToLimit } from "./format";

it.each([
  [0, "0 B"],
  [999, "999 B"],
  [1000, "0.98 KiB"],
  [224 * 2 ** 20, "224 MiB"],
  [999.6 * 2 ** 20, "0.98 GiB"],
  [1.78 * 2 ** 30, "1.78 GiB"],
  [9.999 * 2 ** 30, "10.0 GiB"],
  [12.34 * 2 ** 30, "12.3 GiB"],
  [-3 * 2 ** 20, "−3.00 MiB"],
  [5000 * 2 ** 40, "5000 TiB"],
])("%d bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

it.each([
  [45, "45 s"],
  [89.4, "89 s"],
  [90, "2 min"],
  [420, "7 min"],
  [7800, "2 h 10 min"],
  [3 * 86_400 + 4 * 3600, "3 d 4 h"],
])("%d seconds are %s", (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text);
});

it("gives a slope its sign", () => {
  expect(formatSlope((31 * 2 ** 20) / 60)).toBe("+31.0 MiB/min");
  expect(formatSlope(-1024)).toBe("−60.0 KiB/min");
});

it("gives a span one unit where it can", () => {
  expect(formatTimeToLimit({ kind: "seconds", low: 360, high: 480 })).toBe("6–8 min");
  expect(formatTimeToLimit({ kind: "seconds", low: 60, high: 300 })).toBe("60 s – 5 min");
  expect(formatTimeToLimit({ kind: "seconds", low: 419, high: 421 })).toBe("7 min");
  expect(formatTimeToLimit({ kind: "no-trend" })).toBe("no trend");
});
