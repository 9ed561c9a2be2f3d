import { expect, it } from "vitest";
import { didItHelp } from "./did-it-help";
import type { Sample } from "./series";

const MiB = 2 ** 20;
const stretch = (fromSeconds: number, mib: (index: number) => number): readonly Sample[] =>
  Array.from({ length: 20 }, (_, index) => ({ at: fromSeconds + index * 15, value: mib(index) * MiB }));

const leak = stretch(0, (index) => 100 + index * 2);
const level = stretch(0, (index) => 100 + (index % 3) * 0.1);

it.each([
  ["the leak stops", leak, stretch(300, () => 140), "helped"],
  ["the leak slows to a third", leak, stretch(300, (index) => 140 + index * 0.6), "helped"],
  ["a restart gives room again", leak, stretch(300, (index) => 30 + index * 2), "helped"],
  ["the leak goes on", leak, stretch(300, (index) => 140 + index * 2), "no-effect"],
  ["level stays level", level, stretch(300, (index) => 100 + (index % 3) * 0.1), "no-effect"],
  ["the leak gets faster", leak, stretch(300, (index) => 140 + index * 4), "worse"],
  ["a leak begins", level, stretch(300, (index) => 100 + index), "worse"],
  ["the level jumps", level, stretch(300, () => 130), "worse"],
  ["there was too little to see", leak.slice(0, 2), leak, "no-data"],
] as const)("%s", (_, before, after, verdict) => {
  expect(didItHelp({ before, after }).verdict).toBe(verdict);
});

it("says by how much", () => {
  const effect = didItHelp({ before: leak, after: stretch(300, (index) => 34 + index * 2) });
  expect(effect).toMatchObject({ levelBefore: 134 * MiB, levelAfter: 68 * MiB });
  expect(effect.figure).toBe("level −49 %, slope +8.00 MiB/min → +8.00 MiB/min");
});
