import { describe, expect, it } from "vitest";
import type { EventDraft, TimelineEvent } from "@/lib/core/incident/event";
import { foldTimeline } from "./fold-timeline";

const run = { runId: "r", stepId: "s", operationId: "o", label: "Memory by pod" };
const drafts: readonly EventDraft[] = [
  { kind: "note.added", payload: { text: "started after the release", stepId: null } },
  { kind: "parameter.set", payload: { name: "pod", value: "nlp-0", origin: "alert", because: "label pod" } },
  { kind: "variable.set", payload: { name: "IP", value: "10.0.0.7", runId: "r" } },
  {
    kind: "run.started",
    payload: { ...run, attempt: 1, command: "x", risk: "change", cluster: "c", namespace: "n", variablesHash: "" },
  },
  { kind: "note.corrected", payload: { corrects: 1, text: "started before the release" } },
];

function timeline(extra: readonly EventDraft[] = []): readonly TimelineEvent[] {
  return [...drafts, ...extra].map(
    (draft, index) =>
      ({
        ...draft,
        timelineId: "t",
        seq: index + 1,
        at: "2026-01-15T03:00:00.000Z",
        actor: { kind: "system", name: "test" },
      }) as TimelineEvent,
  );
}
const shape = (events: readonly TimelineEvent[], isAllShown = false) =>
  foldTimeline(events, isAllShown).map((group) =>
    group.kind === "entry" ? group.event.seq : group.events.map((event) => event.seq),
  );

describe("a folded timeline", () => {
  it("has the newest entry on top, routine ones in one group, and corrections at what they correct", () => {
    expect(shape(timeline())).toEqual([4, [3, 2], 1]);
  });

  it("leaves out the start of a run once its end is there", () => {
    const end: EventDraft = {
      kind: "run.succeeded",
      payload: { ...run, exitCode: 0, ended: "exit", durationMs: 900, outputHash: null, outputBytes: 0 },
    };
    expect(shape(timeline([end]))).toEqual([6, [3, 2], 1]);
  });

  it("shows every entry when asked to", () => {
    expect(shape(timeline(), true)).toEqual([5, 4, 3, 2, 1]);
  });
});
