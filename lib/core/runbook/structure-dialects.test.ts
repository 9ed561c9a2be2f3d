import { describe, expect, it } from "vitest";
import { parseRunbook } from "./parse-runbook";
import { walkSections, walkSteps } from "./walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: lines.join("\n"), path: "x.md" });
  const sections = [...walkSections(runbook.sections)];
  return {
    facts: runbook.facts,
    phases: sections.map(({ title, phase }) => [title, phase.value]),
    branches: sections.flatMap(({ branch }) => branch?.label ?? []),
    titles: [...walkSteps(runbook)].map(({ step }) => step.title),
    decisions: [...walkSteps(runbook)].flatMap(({ step }) =>
      step.decisions.map(({ condition, outcome }) => [condition, outcome]),
    ),
  };
}

describe("phases", () => {
  it("an investigation is a diagnosis, whatever stands around it", () =>
    expect(
      read(
        "# R",
        "## Scenario 1",
        "### Investigation steps",
        "## Alerts",
        "### Diagnosis",
        "## Escalation",
        "### Level 2: Investigation",
      ).phases,
    ).toEqual([
      ["R", "reference"],
      ["Scenario 1", "mitigation"],
      ["Investigation steps", "diagnosis"],
      ["Alerts", "detection"],
      ["Diagnosis", "diagnosis"],
      ["Escalation", "escalation"],
      ["Level 2: Investigation", "escalation"],
    ]));

  it.each([
    ["Step 1: Verify the issue", "assessment"],
    ["Kill the process", "mitigation"],
    ["Các bước chẩn đoán", "diagnosis"],
    ["Penanganan", "mitigation"],
  ])("%s is %s", (title, phase) => expect(read("# R", `## ${title}`).phases[1]).toEqual([title, phase]));
});

describe("which lists are steps", () => {
  it.each([
    ["## Pasos de diagnóstico", "1. Ver el estado"],
    ["## Acciones", "- Reiniciar servicio"],
    ["## P1", "**Actions required:**", "- War room creation"],
  ])("%s", (...lines) => expect(read("# R", "", ...lines.flatMap((line) => [line, ""])).titles).toHaveLength(1));

  it("and a table of contents is none", () =>
    expect(read("# Fixes", "", "## Solutions", "", "1. [Lag](#lag)", "2. [Disk](#disk)").titles).toEqual([]));

  it("a numbered paragraph is a step, unless a block or a list below tells it", () =>
    expect(
      read("# R", "", "Step 1. Log in to the console.", "", "Step 2: Look", "", "```bash", "df -h", "```").titles,
    ).toEqual(["Step 1. Log in to the console.", "df -h"]));
});

describe("decisions", () => {
  it("headings with conditions side by side are alternatives", () => {
    expect(read("# R", "## Tree", "### If memory > 95%", "a", "### If memory < 85%", "b").branches).toEqual([
      "If memory > 95%",
      "If memory < 85%",
    ]);
    expect(read("# R", "## Tree", "### If memory > 95%", "a", "### If that does not help", "b").branches).toEqual([]);
  });

  it.each([
    ["If memory grows, then restart it.", ["memory grows", "restart it."]],
    ["If the disk is full, check to see if it is backed up", undefined],
  ])("%s", (line, decision) => expect(read("# R", "## Diagnosis", line).decisions[0]).toEqual(decision));

  it.each([
    ["Indicator | Severity | Action", "Nodes down | Critical | Escalate"],
    ["现象 | 可能原因 | 参考章节", "Pod Pending | 资源不足 | §2"],
    ["Síntoma | Causa | Solución", "Lento | Disco | Limpiar"],
  ])("rows of a table with the head %s", (head, row) =>
    expect(read("# R", `| ${head} |`, "|---|---|---|", `| ${row} |`).decisions).toHaveLength(1),
  );
});

describe("facts", () => {
  it.each([
    ["The `DiskLow` (warning) and `DiskFull` (critical) alerts fire when it fills.", ["DiskLow", "DiskFull"]],
    ["```\nAlert: API_SERVICE_DOWN\nSeverity: Critical\n```", ["API_SERVICE_DOWN"]],
  ])("%s", (text, names) => expect(read("# R", "", text).facts.alerts.map(({ value }) => value)).toEqual(names));

  it("a title may say that it is a runbook before the alert's name", () =>
    expect(read("# Runbook: RedisHighMemory", "", "Alert condition: memory > 85%").facts.alerts).toMatchObject([
      { value: "RedisHighMemory" },
    ]));

  it("and so may one that gives the alert's id", () =>
    expect(
      read("# PagerDuty Alert ID: shopInsufficientPods", "", "This alert fires when …").facts.alerts,
    ).toMatchObject([{ value: "shopInsufficientPods" }]));

  it("of several severities none is the document's", () =>
    expect(read("# R", "## Severity", "- **SEV3** if it still works", "- **SEV1** if it is down").facts.severity).toBe(
      undefined,
    ));

  it('takes the minutes of "for more than `5m`" for no memory', () =>
    expect(read("# R", "CPU usage is greater than `90%` for more than `5m`.").facts.thresholds).toMatchObject([
      { quantity: { value: 0.9, unit: "ratio" } },
    ]));
});
