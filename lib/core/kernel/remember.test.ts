import { expect, it } from "vitest";
import { remember } from "./remember";

it("asks once for what is asked again soon, and anew for what was long ago", () => {
  const asked: string[] = [];
  const length = remember((text) => {
    asked.push(text);
    return { length: text.length };
  }, 2);
  expect(["a", "bb", "a", "ccc", "a", "bb"].map((text) => length(text).length)).toEqual([1, 2, 1, 3, 1, 2]);
  expect(asked).toEqual(["a", "bb", "ccc"]);
  for (const text of ["d", "e", "f", "g"]) {
    length(text);
  }
  expect(length("a")).toEqual({ length: 1 });
  expect(asked).toEqual(["a", "bb", "ccc", "d", "e", "f", "g", "a"]);
});
