import { expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { storedRunbook } from "./stored-runbook";

const now = parseRunbook({ source: "# A\n\n**User impact:** slow answers\n", path: "a.md" });

it("reads a runbook that a parser of long ago stored, whatever list of facts it did not know", () => {
  for (const name of Object.keys(now.facts)) {
    const { [name]: _unknown, ...facts } = JSON.parse(JSON.stringify(now.facts));
    const old = storedRunbook({ ...now, facts });
    expect(old.facts).toEqual({ ...now.facts, [name]: [] });
  }
  expect(Object.keys(now.facts)).toContain("impacts");
});

it("leaves one of today as it is", () => {
  expect(storedRunbook(JSON.parse(JSON.stringify(now)))).toEqual(now);
});
