import { describe, expect, it } from "vitest";
import type { RunbookRow } from "@/lib/features/runbook/schema";
import { everything, filterLibrary, systemsOf } from "./filter-library";

function row(slug: string, change: Partial<RunbookRow> = {}): RunbookRow {
  return {
    slug,
    title: slug,
    system: null,
    severity: null,
    alerts: [],
    stepCount: 1,
    operationCount: 1,
    coverage: { native: 1, toolbox: 0, byHand: 0 },
    findings: { errors: 0, warnings: 0 },
    path: `${slug}.md`,
    problem: null,
    searchText: slug,
    ...change,
  };
}

describe("the library's search", () => {
  const rows = [
    row("disk", { searchText: "disk kubectl top memory" }),
    row("memory", { system: "SIE", findings: { errors: 0, warnings: 2 } }),
    row("broken", { system: "Nova", problem: "not readable" }),
  ];
  const slugs = (change: Partial<typeof everything>) =>
    filterLibrary(rows, { ...everything, ...change }).map((found) => found.slug);

  it("puts a match in the title before one in the text", () => {
    expect(slugs({ query: "Memory" })).toEqual(["memory", "disk"]);
  });

  it("wants every word", () => {
    expect(slugs({ query: "memory top" })).toEqual(["disk"]);
  });

  it("counts a file that could not be read as a finding", () => {
    expect(slugs({ withFindings: true })).toEqual(["memory", "broken"]);
  });

  it("keeps to one system", () => {
    expect(slugs({ system: "Nova" })).toEqual(["broken"]);
  });

  it("names each system once, in order", () => {
    expect(systemsOf([...rows, row("x", { system: "SIE" })])).toEqual(["Nova", "SIE"]);
  });
});
