import { describe, expect, it } from "vitest";
import { prettyJson } from "./pretty-json";

describe("JSON to read", () => {
  it("is laid out as JSON.stringify does it", () => {
    const value = { a: [1, { b: 'x, {y}: "z"' }, [], {}], c: null, d: true, e: "\\\n" };
    expect(prettyJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2));
  });

  it("keeps the digits of long numbers", () => {
    expect(prettyJson('{"uid":12345678901234567890,"x":1.10}\n')).toBe(
      '{\n  "uid": 12345678901234567890,\n  "x": 1.10\n}',
    );
  });

  it.each(["12", '"text"', "{", "[1,]", "name: x", ""])("is not for %s", (text) => {
    expect(prettyJson(text)).toBeNull();
  });
});
