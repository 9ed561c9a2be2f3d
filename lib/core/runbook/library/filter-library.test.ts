import { describe, expect, it } from "vitest";
import { type Filterable, isReviewOverdue, type LibraryFilter, passesFilter } from "./filter-library";

const now = new Date("2026-05-31T12:00:00Z");
const everything: LibraryFilter = { system: "", severity: "", phase: "", stale: "", hasFindings: false };

function passes(change: Partial<LibraryFilter>, runbook: Partial<Filterable> = {}): boolean {
  return passesFilter(
    {
      system: "SIE",
      severity: "P1",
      phases: ["diagnosis"],
      reviewDue: null,
      changedAt: now.getTime(),
      findings: { errors: 0, warnings: 0 },
      problem: null,
      ...runbook,
    },
    { ...everything, ...change },
    now,
  );
}

describe("the library's filters", () => {
  it.each([
    [{ system: "SIE" }, { system: "Nova" }],
    [{ severity: "P1" }, { severity: "P2" }],
    [{ phase: "diagnosis" }, { phase: "mitigation" }],
  ] as const)("%j passes, %j does not", (passing, failing) => {
    expect(passes(passing)).toBe(true);
    expect(passes(failing)).toBe(false);
  });

  it("counts a file that cannot be read as a finding", () => {
    expect(passes({ hasFindings: true })).toBe(false);
    expect(passes({ hasFindings: true }, { findings: { errors: 0, warnings: 2 } })).toBe(true);
    expect(passes({ hasFindings: true }, { problem: "not readable" })).toBe(true);
  });

  it("calls a text stale when it has not changed for so many months, whatever their lengths", () => {
    const changed = (day: string) => ({ changedAt: Date.parse(`${day}T12:00:00Z`) });
    expect(passes({ stale: "3" }, changed("2026-02-27"))).toBe(true);
    expect(passes({ stale: "3" }, changed("2026-03-01"))).toBe(false);
    expect(passes({ stale: "12" }, changed("2025-06-01"))).toBe(false);
    expect(passes({ stale: "12" }, changed("2025-05-30"))).toBe(true);
  });

  it("knows a review date that has passed, but not before its day is over", () => {
    expect(passes({ stale: "review" }, { reviewDue: "2026-05-30" })).toBe(true);
    expect(passes({ stale: "review" }, { reviewDue: "2026-05-31" })).toBe(false);
    expect(passes({ stale: "review" })).toBe(false);
    expect(isReviewOverdue("2026-02-31T", now)).toBe(false);
  });
});
