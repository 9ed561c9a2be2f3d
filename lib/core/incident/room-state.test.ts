import { describe, expect, it } from "vitest";
import type { EventDraft, TimelineEvent } from "./event";
import { emptyRoom, foldRoom } from "./room-state";

const actor = { kind: "system", name: "Ada" } as const;

function eventsOf(drafts: readonly EventDraft[]): readonly TimelineEvent[] {
  return drafts.map(
    (draft, index) =>
      ({
        ...draft,
        timelineId: "i",
        seq: index + 1,
        at: `2026-01-15T03:00:${String(index).padStart(2, "0")}.000Z`,
        actor,
      }) as TimelineEvent,
  );
}

const facts = { runId: "r", stepId: "s", operationId: "o", label: "Check pods" };
const started: EventDraft = {
  kind: "run.started",
  payload: {
    ...facts,
    attempt: 1,
    command: "kubectl get pods",
    risk: "read",
    cluster: "c",
    namespace: "n",
    variablesHash: "h",
  },
};
const succeeded: EventDraft = {
  kind: "run.succeeded",
  payload: { ...facts, exitCode: 0, ended: "exit", durationMs: 12, outputHash: "a", outputBytes: 3 },
};

describe("foldRoom", () => {
  it("follows a run from its start to its end", () => {
    expect(foldRoom(emptyRoom, eventsOf([started])).runs["r"]).toMatchObject({
      status: "running",
      startedBy: "Ada",
      ended: null,
    });
    expect(foldRoom(emptyRoom, eventsOf([started, succeeded])).runs["r"]).toMatchObject({
      status: "succeeded",
      ended: { exitCode: 0, durationMs: 12 },
    });
  });

  it("passes over events it already holds, so a replay changes nothing", () => {
    const events = eventsOf([
      started,
      succeeded,
      { kind: "step.settled", payload: { stepId: "s", title: "S", outcome: "done", reason: null } },
    ]);
    const once = foldRoom(emptyRoom, events);
    expect(foldRoom(once, events)).toEqual(once);
    expect(once.seq).toBe(3);
  });

  it("gives the same state whether events come at once or one by one", () => {
    const events = eventsOf([
      started,
      { kind: "incident.acknowledged", payload: {} },
      succeeded,
      { kind: "incident.mitigated", payload: {} },
    ]);
    const oneByOne = events.reduce((room, event) => foldRoom(room, [event]), emptyRoom);
    expect(oneByOne).toEqual(foldRoom(emptyRoom, events));
  });

  it("keeps one commander and any number of responders", () => {
    const role = (name: "commander" | "responder", userId: string): EventDraft => ({
      kind: "role.assigned",
      payload: { role: name, userId, name: userId },
    });
    const { roles } = foldRoom(
      emptyRoom,
      eventsOf([role("commander", "a"), role("commander", "b"), role("responder", "a"), role("responder", "b")]),
    );
    expect(roles.commander.map((holder) => holder.userId)).toEqual(["b"]);
    expect(roles.responder.map((holder) => holder.userId)).toEqual(["a", "b"]);
  });

  it("forgets the resolution when the incident is reopened, and keeps the first acknowledgement", () => {
    const room = foldRoom(
      emptyRoom,
      eventsOf([
        { kind: "incident.acknowledged", payload: {} },
        { kind: "incident.resolved", payload: { statement: "" } },
        { kind: "incident.reopened", payload: { because: "fired again" } },
        { kind: "incident.acknowledged", payload: {} },
      ]),
    );
    expect(room).toMatchObject({
      status: "acknowledged",
      resolvedAt: null,
      acknowledgedAt: "2026-01-15T03:00:00.000Z",
    });
  });

  it("keeps what runs have left: who set a variable, and which files there are", () => {
    const files = [{ artifactId: "a", name: "heap.prof", size: 9, hash: "h" }];
    const room = foldRoom(
      emptyRoom,
      eventsOf([
        { kind: "variable.set", payload: { name: "POD_IP", value: "10.0.0.1", runId: "r" } },
        { kind: "variable.set", payload: { name: "POD_IP", value: "10.0.0.2", runId: "q" } },
        { kind: "run.files-kept", payload: { runId: "r", files, refused: [] } },
      ]),
    );
    expect(room.variables["POD_IP"]).toMatchObject({ value: "10.0.0.2", runId: "q", by: "Ada" });
    expect(room.files).toMatchObject([{ artifactId: "a", name: "heap.prof", size: 9, runId: "r", by: "Ada" }]);
  });

  it("passes over a purged payload", () => {
    const [event] = eventsOf([started]);
    expect(event && foldRoom(emptyRoom, [{ ...event, payload: null } as TimelineEvent])).toEqual({
      ...emptyRoom,
      seq: 1,
    });
  });
});
