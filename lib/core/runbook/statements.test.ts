import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fields } from "./front-matter-fields";
import { parseRunbook } from "./parse-runbook";
import { walkOperations, walkSections, walkSteps } from "./walk";

const body = `
# Shop is slow

Call the on-call of the database

## Odd things happen

- Ask the database team
- Take a deep breath

\`\`\`text
shopstat everything
ready 3
\`\`\`

\`\`\`bash
# Look at the pods
kubectl get pods -n shop
\`\`\`

## Slow growth

1. Restart it with \`kubectl rollout restart deploy/shop -n shop\`

## Sudden growth

Nothing yet.

## Scenario 1: looks like a branch
## Scenario 2: looks like a branch too
`;

function read(...stated: string[]) {
  const source = `---\nheadroom:\n${stated.map((line) => `  ${line}\n`).join("")}---\n${body}`;
  const runbook = parseRunbook({ source, path: "x.md" });
  const sections = [...walkSections(runbook.sections)];
  return {
    runbook,
    section: (title: string) => sections.find((section) => section.title === title),
    steps: [...walkSteps(runbook)].map(({ step }) => step),
    operations: [...walkOperations(runbook)].map(({ operation }) => operation),
    said: runbook.diagnostics.filter(({ rule }) => rule === "front-matter").map(({ message }) => message),
  };
}

const from = "front-matter";

describe("front matter has the last word on", () => {
  it("phases and time boxes, by a section's title or id", () => {
    const { section, said } = read(
      "phases: { odd-things-happen: diagnosis }",
      'timeBoxes: { "Slow Growth": 5-15 min }',
    );
    expect(section("Odd things happen")?.phase).toEqual({ value: "diagnosis", from });
    expect(section("Slow growth")?.timeBox).toMatchObject({ fromSeconds: 300, toSeconds: 900, from });
    expect(said).toEqual([]);
  });

  it("branches, also those that headings seem to be", () => {
    const { section } = read(
      "branches:",
      "  Slow growth: { symptoms: [+10 MB an hour, no errors] }",
      "  Sudden growth: { label: Jump }",
      '  "Scenario 1: looks like a branch": false',
    );
    const [slow, sudden] = [section("Slow growth")?.branch, section("Sudden growth")?.branch];
    expect(slow).toMatchObject({ label: "Slow growth", symptoms: ["+10 MB an hour", "no errors"], from });
    expect(sudden).toMatchObject({ label: "Jump", group: slow?.group });
    expect(section("Scenario 1: looks like a branch")?.branch).toBeUndefined();
    expect(section("Scenario 2: looks like a branch too")?.branch).toMatchObject({ label: "Scenario 2" });
  });

  it("what is a step, what it should show and where it leads", () => {
    const { steps, section, said } = read(
      "steps:",
      "  Call the on-call of the database: true",
      "  Ask the database team: { decide: [{ if: they are asleep, goTo: slow growth }, { if: all is well, do: go home }] }",
      "  Look at the pods: { expect: [all Running, memory < 80% of limit] }",
    );
    expect(steps.map(({ title }) => title)).toEqual([
      "Call the on-call of the database",
      "Ask the database team",
      "Look at the pods",
      "Restart it with kubectl rollout restart deploy/shop -n shop",
    ]);
    expect(steps[1]?.decisions).toMatchObject([
      { condition: "they are asleep", leadsTo: section("Slow growth")?.id, from },
      { condition: "all is well", outcome: "go home" },
    ]);
    expect(steps[2]?.expectations).toMatchObject([
      { text: "all Running" },
      { check: { kind: "threshold", quantity: { value: 0.8 } } },
    ]);
    expect(said).toEqual([]);
    const none = read(
      'steps: { "Restart it with kubectl rollout restart deploy/shop -n shop": false, Look at the pods: false }',
    );
    expect(none.operations).toHaveLength(2);
  });

  it("how an operation runs and what it should show, and what a block holds", () => {
    const { operations, said } = read(
      'operations: { Look at the pods: { mode: by-hand, because: the cluster is air-gapped, expect: "3/3" } }',
      "blocks: { shopstat everything: commands }",
    );
    expect(operations).toMatchObject([
      { script: "shopstat everything\nready 3" },
      { mode: { value: "by-hand", because: "the cluster is air-gapped", from }, expectations: [{ text: "3/3", from }] },
      { mode: { from: "inferred" } },
    ]);
    expect(said).toEqual([]);
    expect(read("blocks: { kubectl get pods -n shop: output }").said).toEqual([
      "headroom.blocks: kubectl get pods -n shop in the front matter names nothing that is in the document",
    ]);
    expect(read('blocks: { "# Look at the pods": output }').operations).toHaveLength(1);
  });

  it("says of which steps it is the reason, and of no others", () => {
    const { steps } = read(
      "steps: { Call the on-call of the database: true, Take a deep breath: true, Look at the pods: { expect: [Running] } }",
      "blocks: { shopstat everything: commands }",
    );
    expect(steps.map(({ title, stated }) => [title, stated])).toEqual([
      ["Call the on-call of the database", "steps"],
      ["Take a deep breath", "steps"],
      ["shopstat everything", "blocks"],
      ["Look at the pods", undefined],
      ["Restart it with kubectl rollout restart deploy/shop -n shop", undefined],
    ]);
  });

  it("ladder, checklist, impacts, notices and follow-ups", () => {
    const { facts } = read(
      "escalation:",
      "  - { title: The machine, automatic: true }",
      "  - { title: On-call, after: 15m, contacts: ['#shop'], when: '> 100MB/min', severity: P1 }",
      "checklist: [memory below 80% of limit, { text: Tell the shop, mandatory: false }]",
      "impacts: nobody can buy",
      "notifications: ['Tell #shop']",
      "followUps: [Raise the limit]",
    ).runbook;
    expect(facts.escalation).toMatchObject([
      { level: 1, isAutomatic: true, from },
      { level: 2, afterSeconds: 900, contacts: ["#shop"], severity: { value: "P1", from }, check: { comparator: ">" } },
    ]);
    expect(facts.resolutionChecklist).toMatchObject([
      { mandatory: true, check: { kind: "memory-below", ratioOfLimit: 0.8 }, from },
      { mandatory: false },
    ]);
    expect([facts.impacts, facts.notifications, facts.followUps].flat().map(({ text }) => text)).toEqual([
      "nobody can buy",
      "Tell #shop",
      "Raise the limit",
    ]);
  });
});

it("says what of it names nothing, leads nowhere or does not fit, and keeps the rest", () => {
  const { said, runbook } = read(
    "phases: { Nowhere: diagnosis }",
    "steps: { Ask the database team: { decide: [{ if: x, goTo: Atlantis }] } }",
    "severity: [1]",
    "owners: me",
    "owner: ann",
  );
  expect(said).toEqual([
    "headroom.severity in the front matter is passed over: Invalid input",
    "headroom.owners in the front matter is no field that Headroom knows",
    'headroom.steps in the front matter leads to "Atlantis", and there is no such section',
    "headroom.phases: Nowhere in the front matter names nothing that is in the document",
  ]);
  expect(runbook.facts.owner).toEqual({ value: "ann", from });
});

it("reads the fields that a team keeps beside it as lines of the text", () => {
  const source =
    "---\ntags: [a]\nowner: shop team\nseverity: critical\nalerts: [ShopSlow, ShopDown]\nlast_reviewed: 2026-01-04\n---\n# X\n";
  const { facts } = parseRunbook({ source, path: "x.md" });
  expect(facts.owner).toEqual({ value: "shop team", from: "written", lines: { start: 3, end: 3 } });
  expect(facts.severity?.value).toBe("critical");
  expect(facts.alerts.map(({ value }) => value)).toEqual(["ShopSlow", "ShopDown"]);
  expect(facts).toMatchObject({ reviewDate: { value: "2026-01-04" } });
  expect(facts.reviewDue).toBeUndefined();
});

it("is documented field by field, with an example that is understood whole", () => {
  const guide = readFileSync("docs/runbooks.md", "utf8");
  for (const name of Object.keys(fields)) {
    expect(guide).toContain(`\`${name}\``);
  }
  const [, example = ""] = /^````markdown\n(---\nheadroom:\n[\s\S]*?)^````$/m.exec(guide) ?? [];
  expect(example).toContain("escalation:");
  const { diagnostics } = parseRunbook({ source: example, path: "example.md" });
  expect(diagnostics.filter(({ rule }) => rule === "front-matter")).toEqual([]);
});
