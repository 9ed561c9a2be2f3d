import { expect, it } from "vitest";
import { ApiError } from "./api-error.ts";
import { humanDuration } from "./human-duration.ts";
import { labelSelector } from "./selectors.ts";

it.each([
  ["", true],
  ["app=api", true],
  ["app==api,tier!=db", true],
  ["app in (api, web),tier", true],
  ["app notin (api)", false],
  ["!tier", false],
  ["!other", true],
  ["app=web", false],
])("selects labels by %j", (selector, isChosen) => {
  expect(labelSelector(selector)({ app: "api", tier: "front" })).toBe(isChosen);
});

it("refuses a selector that it cannot read instead of choosing everything", () => {
  expect(() => labelSelector("app=(")({})).not.toThrow();
  expect(() => labelSelector("a = b = c")).toThrow(ApiError);
});

// The table of k8s.io/apimachinery/pkg/util/duration/duration_test.go.
it.each([
  [1, "1s"],
  [70, "70s"],
  [190, "3m10s"],
  [600, "10m"],
  [47 * 60, "47m"],
  [3 * 3600 + 120, "3h2m"],
  [8 * 3600 + 60, "8h"],
  [20 * 3600, "20h"],
  [3 * 86400 + 3600, "3d1h"],
  [10 * 86400 + 3600, "10d"],
  [730 * 86400, "2y"],
  [-2, "<invalid>"],
  [0, "0s"],
])("writes %i seconds as %s", (seconds, text) => {
  expect(humanDuration(seconds * 1000)).toBe(text);
});
