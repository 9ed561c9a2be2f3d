import { expect, it } from "vitest";
import { KeptByWeight } from "./kept-by-weight";

it("keeps what was set last, as much as the limit holds", () => {
  const kept = new KeptByWeight<string>(10);
  kept.set("a", "A", 4);
  kept.set("b", "B", 4);
  kept.set("c", "C", 4);
  expect(["a", "b", "c"].map((key) => kept.get(key))).toEqual([undefined, "B", "C"]);
  kept.set("b", "BB", 6);
  expect(["b", "c"].map((key) => kept.get(key))).toEqual(["BB", "C"]);
  kept.delete("b");
  kept.set("d", "D", 6);
  expect(["c", "d"].map((key) => kept.get(key))).toEqual(["C", "D"]);
});

it("keeps one that is heavier than the limit, alone", () => {
  const kept = new KeptByWeight<string>(10);
  kept.set("a", "A", 1);
  kept.set("heavy", "H", 50);
  expect(["a", "heavy"].map((key) => kept.get(key))).toEqual([undefined, "H"]);
  kept.set("b", "B", 1);
  expect(["heavy", "b"].map((key) => kept.get(key))).toEqual([undefined, "B"]);
});
