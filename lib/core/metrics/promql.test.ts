import { describe, expect, it } from "vitest";
import { hasComparison, panelFromRunbook, promqlComparison } from "./promql";

describe("the comparison that an expression is", () => {
  it.each([
    ["up == 0", "==", "up", 0],
    ["container_memory_rss > 0.9 * 1024 ^ 3", ">", "container_memory_rss", 966367641.6],
    ["rate(errors[5m]) >= 1_000", ">=", "rate(errors[5m])", 1000],
    ["(sum(a) / sum(b)) * 100 > 80", ">", "(sum(a) / sum(b)) * 100", 80],
    ["0.8 < used / limit", ">", "used / limit", 0.8],
    ["(used > -(2 + 1))", ">", "used", -3],
    ["used > bool 5", ">", "used", 5],
    ["# memory\n used > 5 # too much", ">", "used", 5],
    ["deriv(rss[5m]) * 60 > 50e6", ">", "deriv(rss[5m]) * 60", 50e6],
    ["a offset 5m > 3", ">", "a offset 5m", 3],
  ])("%s", (text, comparator, left, threshold) => {
    expect(promqlComparison(text)).toMatchObject({ comparator, left, threshold });
  });

  it.each([
    ["used > on(pod) group_left() limit * 0.8", "limit * 0.8"],
    ["used > used offset 1h", "used offset 1h"],
    ["used > used offset 1h * 1.5", "used offset 1h * 1.5"],
    ["used > 2 + used @ 100", "2 + used @ 100"],
  ])("%s compares with another curve", (text, right) => {
    expect(promqlComparison(text)).toMatchObject({ comparator: ">", left: "used", right, threshold: null });
  });

  it.each([
    "up",
    "sum(up > 0)",
    "a > 1 and b > 2",
    "a > 1 unless on(pod) b offset 5m",
    "a +",
    "kubectl get pods",
    "",
    "a - b > ",
  ])("%j is none", (text) => {
    expect(promqlComparison(text)).toBeNull();
  });
});

it("draws the alert rules that compare a curve with a number", () => {
  const rules = [
    { alert: "HighMemory", expr: "container_memory_working_set_bytes / limit > 0.9" },
    { alert: "Leak", expr: "deriv(rss[15m]) > 1e6" },
    { alert: "Relative", expr: "used > limit" },
    { alert: "Gone", expr: "absent(up)" },
  ];
  expect(panelFromRunbook(rules)).toEqual([
    { name: "HighMemory", query: "container_memory_working_set_bytes / limit", comparator: ">", value: 0.9 },
    { name: "Leak", query: "deriv(rss[15m])", comparator: ">", value: 1e6 },
  ]);
});

it("tells an expression that compares from one that selects", () => {
  const texts = ["up == 0", "sum(a > 1)", "a > 1 and b", 'up{job!="x"}', "a + b", "absent(up)"];
  expect(texts.filter(hasComparison)).toEqual(["up == 0", "sum(a > 1)", "a > 1 and b"]);
});
