import { expect, it } from "vitest";
import type { Scale } from "./graph-scale";
import { placeMarkers } from "./place-markers";

const scale: Scale = {
  left: 50,
  right: 650,
  top: 0,
  bottom: 100,
  x: (seconds) => seconds,
  y: (bytes) => bytes,
  seconds: (x) => x,
};
const kill = (atSeconds: number) => ({ atSeconds, label: "OOM kill" });
const sides = (...at: number[]) => placeMarkers(at.map(kill), scale).map(({ x, words }) => [x, words]);

it("puts the words to the right of a sign, and to its left at the end of the plot", () => {
  expect(sides(100, 300, 640)).toEqual([
    [640, "left"],
    [300, "right"],
    [100, "right"],
  ]);
});

it("keeps the words off the signs beside them", () => {
  const run = { atSeconds: 600, label: "Restart" };
  expect(placeMarkers([run, kill(610)], scale).map(({ words }) => words)).toEqual([null, "left"]);
  expect(placeMarkers([run, kill(640)], scale).map(({ words }) => words)).toEqual([null, "left"]);
});

it("says the same once where markers crowd", () => {
  expect(sides(300, 310, 320)).toEqual([
    [320, "right"],
    [310, null],
    [300, null],
  ]);
});

it("keeps the words of two markers apart", () => {
  expect(sides(300, 350, 410)).toEqual([
    [410, "right"],
    [350, null],
    [300, "left"],
  ]);
});

it("leaves out what lies outside the plot, and draws one thing of one second once", () => {
  expect(sides(10, 700, 300, 300)).toEqual([[300, "right"]]);
});
