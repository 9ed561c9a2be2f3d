import { describe, expect, it } from "vitest";
import { ParseError } from "./errors.ts";
import { parsePromql } from "./parse.ts";

describe("refusals, in the words of a real Prometheus", () => {
  it.each([
    ["", "1:1: parse error: no expression found in input"],
    ["up up", '1:4: parse error: unexpected identifier "up"'],
    ["sum(", "1:5: parse error: unclosed left parenthesis"],
    ["sum by (up", "1:11: parse error: unclosed left parenthesis"],
    ["up{", "1:4: parse error: unexpected end of input inside braces"],
    ["up[5m", "1:6: parse error: unclosed left bracket"],
    ["up)", "1:3: parse error: unexpected right parenthesis ')'"],
    ['up "x"', '1:4: parse error: unexpected string "\\"x\\""'],
    ['a{b="}', "1:5: parse error: unterminated quoted string"],
    ["foo(1)", '1:1: parse error: unknown function with name "foo"'],
    ["rate(up)", '1:6: parse error: expected type range vector in call to function "rate", got instant vector'],
    ["abs(1)", '1:5: parse error: expected type instant vector in call to function "abs", got scalar'],
    ["sum(1)", "1:5: parse error: expected type instant vector in aggregation expression, got scalar"],
    ["clamp(up)", '1:1: parse error: expected 3 argument(s) in call to "clamp", got 1'],
    ["round(up, 1, 2)", '1:1: parse error: expected at most 2 argument(s) in call to "round", got 3'],
    ["topk(up)", "1:1: parse error: wrong number of arguments for aggregate expression provided, expected 2, got 1"],
    ['{a=~".*"}', "1:1: parse error: vector selector must contain at least one non-empty matcher"],
    ["up[0s]", "1:4: parse error: duration must be greater than 0"],
    ['"a" + 1', "1:1: parse error: binary expression must contain only scalar and instant vector types"],
    [
      '-"a"',
      '1:1: parse error: unary expression only allowed on expressions of type scalar or instant vector, got "string"',
    ],
    [
      "(up + 1) offset 5m",
      "1:1: parse error: offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
    ],
    ["count_values(1, up)", "1:14: parse error: expected type string in aggregation parameter, got scalar"],
    ["up\n  up", '2:3: parse error: unexpected identifier "up"'],
  ])("%j", (text, message) => {
    expect(() => parsePromql(text)).toThrow(new ParseError(message));
  });

  it.each([
    ["1 > 2", /comparisons between scalars must use BOOL modifier/],
    ["up and 1", /set operator "and" not allowed in binary scalar expression/],
    ["up + bool up", /bool modifier can only be used on comparison operators/],
    ["up and on(job) group_left() up", /no grouping allowed for "and" operation/],
    ["rate(sum(up)[5m])", /ranges only allowed for vector selectors/],
    ['up{a=~"("}', /error parsing regexp/],
    ['"\\q"', /unknown escape sequence/],
  ])("%s", (text, message) => {
    expect(() => parsePromql(text)).toThrow(message);
  });
});

it("ignores comments and line breaks", () => {
  expect(parsePromql("# how much\n sum( # all\n 1m + vector(2))")).toMatchObject({
    kind: "aggregate",
    operator: "sum",
  });
});

it("reads offset and @ in either order", () => {
  const shift = { at: { kind: "time", ms: 5500 }, offsetMs: -60_000 };
  expect(parsePromql("up @ 5.5 offset -1m")).toMatchObject(shift);
  expect(parsePromql("up offset -1m @ 5.5")).toMatchObject(shift);
});
