import { describe, expect, it } from "vitest";
import type { ChecklistStep } from "@/lib/core/checklist/checklist";
import { emptyRoom, type RoomRun, type RoomState, type RunStatus } from "@/lib/core/incident/room-state";
import { brandId, type OperationId, type SectionId, type StepId } from "@/lib/core/kernel/ids";
import type { Operation, Section } from "@/lib/core/runbook/runbook";
import { endingText, nextOperation, sectionsOutOfPlay, stepView } from "./step-state";

const lines = { start: 1, end: 1 };

function operation(id: string): Operation {
  return {
    id: brandId<OperationId>(id),
    label: id,
    language: "shell",
    script: "kubectl get pods",
    lines,
    mode: { value: "native", from: "inferred" },
    parameters: [],
    expectations: [],
  };
}

function section(id: string, change: Partial<Section> = {}): Section {
  return {
    id: brandId<SectionId>(id),
    title: id,
    depth: 2,
    lines,
    phase: { value: "diagnosis", from: "inferred" },
    blocks: [],
    steps: [],
    sections: [],
    ...change,
  };
}

const operations = [operation("a"), operation("b")];
const line: ChecklistStep = {
  section: section("s"),
  level: 0,
  step: {
    id: brandId<StepId>("step"),
    kind: "comment",
    title: "Memory by pod",
    lines,
    operations,
    expectations: [],
    decisions: [],
    steps: [],
  },
};

function run(operationId: string, status: RunStatus, startedAt = "2026-01-15T03:00:00.000Z"): RoomRun {
  const ended = { exitCode: status === "succeeded" ? 0 : 1, ended: "exit", durationMs: 2_140 } as const;
  return {
    runId: `${operationId}-${startedAt}`,
    stepId: "step",
    operationId,
    label: operationId,
    attempt: 1,
    command: "",
    risk: "read",
    cluster: "c",
    namespace: "n",
    status,
    startedAt,
    startedBy: "Ada",
    ended: status === "running" ? null : { ...ended, outputHash: null, outputBytes: 0, at: startedAt },
  };
}

function room(runs: readonly RoomRun[], change: Partial<RoomState> = {}): RoomState {
  return { ...emptyRoom, runs: Object.fromEntries(runs.map((one) => [one.runId, one])), ...change };
}

describe("the state of a step", () => {
  it("waits for a person once everything in it has run", () => {
    expect(stepView(line, room([run("a", "succeeded"), run("b", "succeeded")]), false).status).toBe("waiting");
  });

  it("stays pending while something in it has not run", () => {
    expect(stepView(line, room([run("a", "succeeded")]), false)).toEqual({ status: "pending", detail: "1 of 2 ran" });
  });

  it("shows the last attempt of an operation, not the first", () => {
    const attempts = [run("a", "failed"), run("a", "succeeded", "2026-01-15T03:05:00.000Z"), run("b", "succeeded")];
    expect(stepView(line, room(attempts), false).status).toBe("waiting");
  });

  it("tells how a failed run ended", () => {
    expect(stepView(line, room([run("b", "failed")]), false)).toEqual({
      status: "failed",
      detail: "exit 1 after 2.1 s",
    });
  });

  it("puts a running command before a tick", () => {
    const mark = { outcome: "done", reason: null, by: "Ada", at: "" } as const;
    expect(stepView(line, room([run("a", "running")], { steps: { step: mark } }), false).status).toBe("running");
  });

  it("does not apply when another branch was chosen", () => {
    expect(stepView(line, room([]), true).status).toBe("not-applicable");
  });
});

describe("the operation that is up next", () => {
  it("is the first that has not succeeded", () => {
    expect(nextOperation(operations, room([run("a", "succeeded")]))?.id).toBe("b");
  });

  it("is the last one when all have", () => {
    expect(nextOperation(operations, room([run("a", "succeeded"), run("b", "succeeded")]))?.id).toBe("b");
  });
});

describe("branches", () => {
  const branch = (label: string) => ({ group: brandId<SectionId>("g"), label, symptoms: [] });
  const tree = [
    section("one", { branch: branch("1"), sections: [section("inner")] }),
    section("two", { branch: branch("2") }),
    section("after"),
  ];

  it("are all in play until one is chosen", () => {
    expect([...sectionsOutOfPlay(tree, {})]).toEqual([]);
  });

  it("put the others out of play with everything under them", () => {
    expect([...sectionsOutOfPlay(tree, { g: "two" })]).toEqual(["one", "inner"]);
  });
});

it("says that nobody knows what an interrupted run did", () => {
  const crashed = run("a", "interrupted");
  const ended = crashed.ended ? { ...crashed.ended, ended: "crashed" as const } : null;
  expect(endingText({ ...crashed, ended })).toContain("what it did is not known");
});
