import { expect, it } from "vitest";
import { slicesOf } from "./slices-of";

it.each([
  ["", []],
  ["abcdef", ["abc", "def"]],
  ["ab😀cd", ["ab", "😀c", "d"]],
  ["a😀😀", ["a😀", "😀"]],
])("cuts %j between characters", (text, slices) => {
  expect(slicesOf(text, 3)).toEqual(slices);
});
