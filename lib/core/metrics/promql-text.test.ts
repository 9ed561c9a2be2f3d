import { expect, it } from "vitest";
import { splitExpressions } from "./promql-text";

it.each([
  ["up", ["up"]],
  ["# memory\nup\n\n# more\nrate(x[5m])", ["up", "rate(x[5m])"]],
  ["sum(\n  rate(x[5m])\n) by (pod)", ["sum( rate(x[5m]) ) by (pod)"]],
  ["a /\n  b > 0.9", ["a / b > 0.9"]],
  ["a\n  / b\n  > 0.9\nup", ["a / b > 0.9", "up"]],
  ["a # one\nand on(pod) # two\nb", ["a and on(pod) b"]],
  ["a / on(pod) group_left(node)\nb\nup", ["a / on(pod) group_left(node) b", "up"]],
  ["sum(a) by (pod)\nb", ["sum(a) by (pod)", "b"]],
  ['up{path="/#/x(", job=\'"\'}\nup', ['up{path="/#/x(", job=\'"\'}', "up"]],
  ["# only words", []],
])("%j", (text, expressions) => {
  expect(splitExpressions(text)).toEqual(expressions);
});
