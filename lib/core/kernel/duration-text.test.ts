import { expect, it } from "vitest";
import { durationText } from "./duration-text";

it.each([
  [48.2, "48 s"],
  [120, "2 min"],
  [125, "2 min 5 s"],
  [3_780, "1 h 3 min"],
  [7_200, "2 h"],
])("gives %d s as %s", (seconds, words) => {
  expect(durationText(seconds)).toBe(words);
});
