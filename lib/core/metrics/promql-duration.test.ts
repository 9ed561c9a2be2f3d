import { expect, it } from "vitest";
import { parseDurationSeconds } from "./promql-duration";

it.each([
  ["30m", 1800],
  ["1h30m", 5400],
  ["2d", 172_800],
  ["45", 45],
  ["1.5s", 1.5],
  ["0", null],
  ["", null],
  ["5x", null],
  ["m5", null],
])("%j is %s seconds", (text, seconds) => {
  expect(parseDurationSeconds(text)).toBe(seconds);
});
