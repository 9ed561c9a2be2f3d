import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { emptyRoom, foldRoom } from "@/lib/core/incident/room-state";
import { at, openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { readEvents } from "@/lib/features/timeline/data";
import { startTimer } from "./start-timer";
import { stopTimer } from "./stop-timer";

const { database, drop } = await createTestDatabase();
afterAll(drop);

const stepId = "assess.pods";

async function anIncident() {
  const scope = await personScope(database);
  const { incidentId } = await openedIncident(scope);
  const events = () => readEvents(database, incidentId, 0);
  return {
    scope,
    incidentId,
    timers: async () => foldRoom(emptyRoom, await events()).timers,
    starts: async () => (await events()).filter(({ kind }) => kind === "timer.started").length,
  };
}

describe("a step's timer", () => {
  it("is one, however many press at once", async () => {
    const { scope, incidentId, timers, starts } = await anIncident();
    await Promise.all(Array.from({ length: 20 }, () => startTimer(scope, { incidentId, stepId, seconds: 900 })));
    expect(await starts()).toBe(1);
    expect(await timers()).toMatchObject({ [stepId]: { seconds: 900, endsAt: "2026-01-15T03:15:00.000Z" } });
  });

  it("can be started anew when it is over", async () => {
    const { scope, incidentId, starts } = await anIncident();
    await startTimer(scope, { incidentId, stepId, seconds: 60 });
    await startTimer({ ...scope, now: new Date(at.getTime() + 59_000) }, { incidentId, stepId, seconds: 60 });
    expect(await starts()).toBe(1);
    await startTimer({ ...scope, now: new Date(at.getTime() + 61_000) }, { incidentId, stepId, seconds: 60 });
    expect(await starts()).toBe(2);
  });

  it("is put away once", async () => {
    const { scope, incidentId, timers } = await anIncident();
    await startTimer(scope, { incidentId, stepId, seconds: 60 });
    await stopTimer(scope, { incidentId, stepId });
    await stopTimer(scope, { incidentId, stepId });
    expect(await timers()).toEqual({});
    const kinds = (await readEvents(database, incidentId, 0)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "timer.stopped")).toHaveLength(1);
  });

  it("is refused for a step that the runbook does not have", async () => {
    const { scope, incidentId } = await anIncident();
    await expect(startTimer(scope, { incidentId, stepId: "nowhere", seconds: 60 })).rejects.toThrow("no such step");
  });
});
