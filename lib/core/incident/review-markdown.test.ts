import { describe, expect, it } from "vitest";
import type { TimelineEvent } from "./event";
import { type ReviewFacts, reviewMarkdown } from "./review-markdown";
import { emptyRoom, foldRoom } from "./room-state";

const actor = { kind: "system", name: "Ada | <b>" } as const;
const at = "2026-01-15T03:00:01.000Z";
const facts = { runId: "r", stepId: "s", operationId: "o", label: "Raise | limit" };
const events: readonly TimelineEvent[] = [
  {
    timelineId: "i",
    seq: 1,
    at,
    actor,
    kind: "run.started",
    payload: {
      ...facts,
      attempt: 1,
      command: "echo '```'\nkubectl scale",
      risk: "change",
      cluster: "c",
      namespace: "n",
      variablesHash: "",
    },
  },
  {
    timelineId: "i",
    seq: 2,
    at,
    actor,
    kind: "note.added",
    payload: { text: "# not a heading\n<script>", stepId: null },
  },
  { timelineId: "i", seq: 3, at, actor, kind: "note.corrected", payload: { corrects: 2, text: "right" } },
];

function review(change: Partial<ReviewFacts> = {}): string {
  return reviewMarkdown({
    number: 7,
    title: "Memory *OOM*",
    runbookTitle: "SIE",
    cluster: "c",
    namespace: "n",
    workload: "w",
    state: foldRoom(emptyRoom, events),
    events,
    timeToAcknowledgeSeconds: 61,
    timeToMitigateSeconds: null,
    timeToResolveSeconds: 600,
    mttrTargetSeconds: 600,
    checklist: [{ itemId: "a", text: "Pods stable", mandatory: true }],
    followUps: [],
    chain: { sentence: "All 3 entries verify.", head: "abc" },
    ...change,
  });
}

describe("reviewMarkdown", () => {
  it("tells the times against their target", () => {
    expect(review()).toContain("| Time to resolve | 10 min 0 s (target 10 min 0 s) |");
    expect(review()).toContain("| Time to mitigate | not reached |");
    expect(review()).toContain("| Time to acknowledge | 1 min 1 s |");
  });

  it("keeps hostile text as text: no heading, tag, table cell or fence is made from it", () => {
    const text = review();
    expect(text).not.toMatch(/^# not a heading/m);
    expect(text).not.toContain("<script>");
    expect(text).toContain("Raise \\| limit");
    expect(text).toContain("````bash\necho '```'");
  });

  it("strikes a corrected note through and says what is right", () => {
    expect(review()).toContain("~~\\# not a heading \\<script\\>~~ (corrected: right)");
  });

  it("shows open items as open", () => {
    expect(review()).toContain("- [ ] Pods stable");
  });
});
