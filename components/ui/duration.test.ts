import { describe, expect, it } from "vitest";
import { ageText, clockText, countdownText } from "./duration";

describe("durations in words", () => {
  it("keeps two digits for hours, minutes and seconds", () => {
    expect(clockText(462)).toBe("00:07:42");
    expect(clockText(90_061)).toBe("1d 01:01:01");
  });

  it("never shows a negative clock", () => {
    expect(clockText(-3)).toBe("00:00:00");
    expect(countdownText(-1)).toBe("00:00");
  });

  it("shows hours in a countdown only when there are any", () => {
    expect(countdownText(138)).toBe("02:18");
    expect(countdownText(4_000)).toBe("1:06:40");
  });

  it.each([
    [12, "12 s"],
    [119, "1 min"],
    [3_600, "1 h"],
    [172_800, "2 d"],
  ])("gives the age of %d s as %s", (seconds, words) => {
    expect(ageText(seconds)).toBe(words);
  });
});
