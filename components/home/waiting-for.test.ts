import { describe, expect, it } from "vitest";
import type { IncidentRow } from "@/lib/features/incident/schema";
import { waitingFor } from "./waiting-for";

const row: IncidentRow = {
  id: "i",
  number: 42,
  title: "Memory OOM",
  severity: "P1",
  status: "acknowledged",
  cluster: "prod",
  namespace: "sie",
  workload: "nlp",
  isPrivate: false,
  runbookTitle: "Memory OOM",
  openedAt: "2026-01-15T03:00:00.000Z",
  resolvedAt: null,
  commander: "Ada",
  firingCount: 2,
};

describe("what an incident waits for", () => {
  it.each([
    [{ status: "open", commander: null }, "somebody to acknowledge it"],
    [{ runbookTitle: null }, "a runbook"],
    [{ commander: null }, "a commander"],
    [{ firingCount: 0 }, "sign-off: no alert fires any more"],
  ] as const)("with %o waits for %s", (change, words) => {
    expect(waitingFor({ ...row, ...change })).toBe(words);
  });

  it("waits for nobody while it is led and its alerts fire", () => {
    expect(waitingFor(row)).toBeNull();
  });
});
