import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";

function facts(...lines: string[]) {
  return parseRunbook({ source: lines.join("\n"), path: "x.md" }).facts;
}

it("reads a drawn tree of levels by rate, with the severity of each", () => {
  const { escalation } = facts(
    "## Escalation",
    "```",
    "Leak",
    "├── Level 1 (> 100MB/min)",
    "│   └── Page the on-call engineer",
    "└── Severity: LOW (< 10MB/min)",
    "    └── Write a ticket",
    "```",
    "### Level 3: Auto-recovery (0-5 minutes)",
    "- The container restarts",
  );
  expect(escalation).toMatchObject([
    { check: { comparator: ">", unit: "bytes-per-second" }, severity: { value: "P0", from: "inferred" } },
    { criteria: ["Write a ticket"], severity: { value: "LOW", from: "written" } },
    { level: 3, isAutomatic: true, afterSeconds: 0 },
  ]);
});

describe("a ladder that names times and no levels", () => {
  const ladder = (...lines: string[]) =>
    facts(...lines).escalation.map(({ title, afterSeconds, contacts }) => [afterSeconds, title.slice(0, 9), contacts]);

  it("is read from rows, with the contacts where they are named", () => {
    const rows = ["| Time | Action |", "|---|---|", "| 0-15 min | On-call |", "| 15-30 min | Escalate to Lead |"];
    const contacts = ["### Contacts", "- **Lead**: @lead", "- **On-call**: #ops", "- **Redis Admin**: [Contact]"];
    expect(ladder("## Escalation", ...rows, "| > 1 hour | The board |", "", ...contacts)).toEqual([
      [0, "0-15 min ", ["0-15 min | On-call", "On-call: #ops"]],
      [900, "15-30 min", ["15-30 min | Escalate to Lead", "Lead: @lead"]],
      [3600, "> 1 hour ", []],
    ]);
  });

  it("is read from a list, from sentences, and from a list under its label", () => {
    const times = (...lines: string[]) => facts(...lines).escalation.map(({ afterSeconds }) => afterSeconds);
    expect(times("## Escalation", "- **5 minutes**: page Ann", "- **15 minutes**: page Bob")).toEqual([300, 900]);
    expect(
      times(
        "## Escalation",
        "- Page the primary immediately.",
        "- If nobody answers within **15 minutes**, escalate to the secondary.",
      ),
    ).toEqual([0, 900]);
    expect(
      facts("# R", "**Severity**: CRITICAL", "## SEV-1", "**Escalation**:", "- **Immediate**: Ann", "- **5 min**: Bob")
        .escalation,
    ).toMatchObject([
      { afterSeconds: 0, severity: { value: "SEV-1", from: "inferred" }, criteria: [] },
      { afterSeconds: 300 },
    ]);
  });

  it("is read from one line, level by level where it names several", () => {
    const levels = (line: string) =>
      facts("# R", "", line).escalation.map(({ level, contacts }) => [level, ...contacts]);
    expect(levels("**Escalation:** Streaming team (L2) → Data infrastructure (L3)")).toEqual([
      [2, "Streaming team (L2)"],
      [3, "Data infrastructure (L3)"],
    ]);
    expect(levels("**Escalation**: @lead -> @manager")).toEqual([
      [1, "@lead"],
      [2, "@manager"],
    ]);
    expect(levels("**Escalation**: after 15 minutes → page the lead")).toHaveLength(1);
  });

  it("is not the severity that heads a document", () => {
    expect(facts("# Escalation matrix", "**Severity**: CRITICAL", "", "Call Ann.").escalation).toMatchObject([
      { title: "Escalation matrix" },
    ]);
  });
});
