import { expect, test } from "vitest";
import { countCall } from "./rate-limit";

const limit = { calls: 3, windowMs: 60_000 };
const T = 1_768_446_000_000;

/** How many of `calls` calls pass. */
function passing(key: string, calls: number, at: number): number {
  let passed = 0;
  for (let call = 0; call < calls; call += 1) {
    try {
      countCall(key, limit, at);
      passed += 1;
    } catch {
      break;
    }
  }
  return passed;
}

test("lets so many calls through in one window, for each key alone", () => {
  expect(passing("one", 10, T)).toBe(3);
  expect(passing("one", 10, T + 59_999)).toBe(0);
  expect(passing("two", 10, T)).toBe(3);
  expect(passing("one", 10, T + 60_000)).toBe(3);
});

test("says when to try again", () => {
  passing("three", 10, T);
  expect(() => countCall("three", limit, T + 15_500)).toThrow("Too many attempts. Try again in 45 s.");
});

test("a flood of made-up keys neither fills the memory nor frees the newest of them", () => {
  const started = process.cpuUsage();
  for (let made = 0; made < 50_000; made += 1) {
    countCall(`flood ${made}`, limit, T);
  }
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2_000);
  expect(passing("flood 49999", 10, T)).toBe(2);
});
