import { describe, expect, it } from "vitest";
import { parseRunbook } from "../parse-runbook";
import { walkSections, walkSteps } from "../walk";

function read(...lines: string[]) {
  const runbook = parseRunbook({ source: lines.join("\n"), path: "x.md" });
  const steps = [...walkSteps(runbook)].map(({ step }) => step);
  const titles = new Map([...walkSections(runbook.sections)].map(({ id, title }) => [id, title]));
  const decisions = steps.flatMap((step) => step.decisions);
  return {
    steps,
    decisions,
    destinations: decisions.map(({ leadsTo }) => (leadsTo === undefined ? null : titles.get(leadsTo))),
  };
}

const sections = [
  "",
  "## 3. Memory leak",
  "text",
  "## 4.1 Batch job",
  "text",
  "## Native memory",
  "text",
  "## Scenario 2: Disk",
];

describe("where a decision leads", () => {
  it.each([
    ["If memory grows: see Section 3", "3. Memory leak"],
    ["If it spikes at night, go to section 4.1.", "4.1 Batch job"],
    ["If the heap is small → Native memory", "Native memory"],
    ["If the disk is full, proceed to Scenario 2", "Scenario 2: Disk"],
    ["If all else fails, jump to [the batch job](#41-batch-job)", "4.1 Batch job"],
    ['Otherwise see "Native memory".', "Native memory"],
    ["If memory grows: leak suspected", null],
    ["If it fails, see Section 9", null],
  ])("%s", (line, title) => {
    expect(read("# R", "## Triage", line, ...sections).destinations).toEqual([title]);
  });

  it("is told by a bullet as by a paragraph, and by a comment in a block", () => {
    expect(
      read(
        "# R",
        "## Triage",
        "```bash",
        "kubectl get pods",
        "# If one is OOMKilled: see Section 3",
        "```",
        "- If the node is full → Scenario 2",
        ...sections,
      ).destinations,
    ).toEqual(["3. Memory leak", "Scenario 2: Disk"]);
  });
});

it("makes a step of each row that leads from a symptom to a cause and a section", () => {
  const { steps, destinations } = read(
    "# R",
    "## Quick reference",
    "| Symptom | Likely cause | Go to |",
    "|---|---|---|",
    "| RSS grows | leak | [here](#3-memory-leak) |",
    "| Spike | `kubectl get cronjobs -A` shows one | Batch job |",
    ...sections,
  );
  expect(steps).toMatchObject([
    { kind: "table-row", title: "RSS grows", decisions: [{ condition: "RSS grows", outcome: "leak → here" }] },
    { kind: "table-row", operations: [{ script: "kubectl get cronjobs -A" }], decisions: [{ condition: "Spike" }] },
  ]);
  expect(destinations).toEqual(["3. Memory leak", "4.1 Batch job"]);
});

it("leaves a table that tells no decision alone", () => {
  expect(read("| Component | Typical cause |", "|---|---|", "| API pods | leaks |").steps).toEqual([]);
});

it("gives what prose says to the step above it, not to the last one", () => {
  const { steps } = read(
    "## Restart",
    "```bash",
    "kubectl rollout restart deploy/api",
    "```",
    "You should see `restarted`.",
    "If it hangs: roll back",
    "```bash",
    "kubectl get pods",
    "```",
    "Expected output:",
    "```",
    "kubectl  v1",
    "```",
  );
  expect(steps).toMatchObject([
    {
      expectations: [{ check: { kind: "contains", text: "restarted" } }],
      decisions: [{ condition: "it hangs", outcome: "roll back" }],
    },
    { expectations: [], operations: [{ script: "kubectl get pods", sampleOutput: "kubectl  v1" }] },
  ]);
});

it.each([
  ["Memory should stabilise within 10%.", { kind: "comparison", growth: { comparator: "within", value: 0.1 } }],
  ["Memory should not grow by > 100MB in 60s", { kind: "comparison", growth: { value: 1e8 }, windowSeconds: 60 }],
  ["Expected: PONG", { kind: "contains", text: "PONG" }],
  ["Usage should be < 500MB", { kind: "threshold", quantity: { value: 5e8 } }],
])("reads what is expected of %s", (line, check) => {
  const { steps } = read("## Look", "```bash", "kubectl top pods", "```", line);
  expect(steps[0]?.expectations).toMatchObject([{ check }]);
});

it("reads what success and failure look like, and where a failure leads", () => {
  const { steps } = read(
    "## Restart",
    "```bash",
    "kubectl rollout restart deploy/api",
    "```",
    "Success: the queue is empty",
    "",
    "Failure: the queue grows",
    "",
    "Failure: go to Escalation",
  );
  expect(steps[0]?.expectations.map(({ text }) => text)).toEqual(["Success: the queue is empty"]);
  expect(steps[0]?.decisions.map(({ condition, outcome }) => [condition, outcome])).toEqual([
    ["the queue grows", "it failed"],
    ["Failure", "go to Escalation"],
  ]);
});

it("says what a figure means", () => {
  expect(read("## Look", "An increase of 100 MB in 60 s indicates a leak").decisions).toMatchObject([
    { condition: "An increase of 100 MB in 60 s", outcome: "a leak" },
  ]);
});

it.each([
  ["If yes: 5 minutes later look again", "yes", "5 minutes later look again"],
  ["If it hangs: 2 more restarts", "it hangs", "2 more restarts"],
  ["If no: no action", "no", "no action"],
  ["If Sealed: true → unseal it", "Sealed: true", "unseal it"],
  ["If ready: 0 then go to Disk", "ready: 0", "go to Disk"],
])("parts %s", (line, condition, outcome) => {
  expect(read("# R", "## Triage", line).decisions).toMatchObject([{ condition, outcome }]);
});
