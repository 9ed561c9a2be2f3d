import { describe, expect, it } from "vitest";
import { parseRunbook } from "./parse-runbook";
import { phaseOf } from "./phases";
import type { Phase } from "./runbook";
import { walkSteps } from "./walk";

const lines = { start: 1, end: 1 };

it.each<readonly [string, Phase | null, Phase]>([
  ["Informações Gerais", null, "reference"],
  ["Transacciones", null, "reference"],
  ["Fortschritte", null, "reference"],
  ["Nächste Schritte", null, "mitigation"],
  ["Ações", null, "mitigation"],
  ["Otimização de Índices", null, "mitigation"],
  ["Índice", null, "reference"],
  ["Pods pending / container creating", null, "reference"],
  ["Containment", null, "mitigation"],
  ["Manual Prune (Optional)", null, "reference"],
  ["Option B", null, "mitigation"],
  ["Dry-Run First (Optional)", null, "assessment"],
  ["Disk Cleanup (Dry-Run First)", null, "mitigation"],
  ["Postfix queue", null, "reference"],
  ["Slow Commands", "mitigation", "mitigation"],
  ["Useful Commands", null, "reference"],
  ["SEV-1 (Red Alert)", "reference", "reference"],
  ["Alerts", null, "detection"],
  ["Immediate (Within 1 Hour)", "follow-up", "follow-up"],
  ["Check the disk", "mitigation", "mitigation"],
])("%s below %s is of the phase %s", (title, around, phase) => {
  const parent = around === null ? null : ({ value: around, from: "inferred", because: "", lines } as const);
  expect(phaseOf(title, { parent, title: null }, lines).value).toBe(phase);
});

describe("what the title says of sections that say nothing", () => {
  const phasesUnder = (title: string, ...headings: readonly string[]) => {
    const source = [`# ${title}`, ...headings.map((heading) => `## ${heading}`)].join("\n\n");
    const [top] = parseRunbook({ source, path: "x.md" }).sections;
    return top?.sections.map(({ phase }) => phase.value);
  };

  it.each([
    ["Rollback of the shop", "mitigation"],
    ["Troubleshooting the shop", "diagnosis"],
    ["On-call and escalation", "reference"],
    ["KubeScaleFailed", "reference"],
    ["Alert: the shop is slow", "reference"],
    ["The autoscaler", "reference"],
  ])("%s", (title, phase) => expect(phasesUnder(title, "The shop")).toEqual([phase]));

  it("and none of what other headings say, nor of what is needed first", () => {
    expect(phasesUnder("Rollback of the shop", "Symptoms", "Prerequisites", "Verify")).toEqual([
      "detection",
      "reference",
      "verification",
    ]);
  });

  it("makes no list of facts a procedure", () => {
    const source = "# Rollback of the shop\n\n## Parts\n\n1. The web\n2. The database\n";
    expect([...walkSteps(parseRunbook({ source, path: "x.md" }))]).toEqual([]);
  });
});
