import { describe, expect, it } from "vitest";
import { matchCommands } from "./match-commands";

const commands = ["Look for a leak", "Memory per pod", "Raise the memory limit"].map((label) => ({
  id: label,
  label,
  act: () => undefined,
}));
const labels = (query: string) => matchCommands(commands, query).map((command) => command.label);

describe("the palette's search", () => {
  it("puts what starts with the query first", () => {
    expect(labels("memory")).toEqual(["Memory per pod", "Raise the memory limit"]);
  });

  it("wants every word, in any order", () => {
    expect(labels("limit raise")).toEqual(["Raise the memory limit"]);
  });

  it("offers everything before anything is typed", () => {
    expect(labels("")).toHaveLength(3);
  });
});
