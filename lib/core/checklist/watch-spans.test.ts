import { describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import type { Step } from "@/lib/core/runbook/runbook";
import { watchSpans } from "./watch-spans";

const lines = { start: 1, end: 1 };

function step(title: string, ...expected: readonly string[]): Step {
  const expectations = expected.map((text) => ({ text, lines }));
  return { id: brandId("s"), kind: "task", title, lines, operations: [], expectations, decisions: [], steps: [] };
}

describe("watchSpans", () => {
  it.each([
    ["Monitor for 15 minutes", 900],
    ["Run for 10 minutes, watch for growth", 600],
    ["Watch memory for 10-15 min", 900],
    ["Wait 30 seconds, then look again", 30],
    ["Memory stabilizes within 10 minutes after the restart", 600],
    ["Observe over the next 2 hours", 7200],
    ["Wait for the rollout", null],
    ["Monitor for OOM kills", null],
    ["Response time below 2 s", null],
    ["Last seen 5 minutes ago", null],
    ["Watch for 900 hours", null],
  ])("reads %j as %s s", (title, seconds) => {
    expect(watchSpans(step(title))[0]?.seconds ?? null).toBe(seconds);
  });

  it("looks into what is expected too, and gives each time once", () => {
    expect(watchSpans(step("Verify", "monitor for 15 min", "watch for 15 minutes", "wait 60 s"))).toEqual([
      { seconds: 60, text: "wait 60 s" },
      { seconds: 900, text: "monitor for 15 min" },
    ]);
  });
});
