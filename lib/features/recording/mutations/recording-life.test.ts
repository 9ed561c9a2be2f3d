import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { emptyRoom, foldRoom } from "@/lib/core/incident/room-state";
import { at, openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { readEvents } from "@/lib/features/timeline/data";
import { readSamples } from "../data";
import { claimSample } from "./claim-sample";
import { keepSample } from "./keep-sample";
import { startRecording } from "./start-recording";
import { stopRecording } from "./stop-recording";

const { database, drop } = await createTestDatabase();
afterAll(drop);

const sample = { exitCode: 0, outputHash: null, outputBytes: 0 };
const second = (seconds: number) => new Date(at.getTime() + seconds * 1000);

async function begun(forSeconds = 3600) {
  const scope = await personScope(database);
  const { incidentId } = await openedIncident(scope);
  const planned = (recordingId: string = randomUUID(), operationId = "assess.pods.1") => ({
    plan: {
      ...{ runId: recordingId, incidentId, stepId: "assess.pods", operationId, label: "Check pods" },
      ...{ script: "kubectl top pods", cluster: "test", namespace: "sie", variables: {}, variablesHash: "" },
      podTarget: null,
      risk: "read" as const,
    },
    counter: null,
    everySeconds: 300,
    forSeconds,
  });
  const { recordingId } = await startRecording(scope, planned());
  const room = async () => foldRoom(emptyRoom, await readEvents(database, incidentId, 0)).recordings[recordingId];
  /** Claims only what belongs to this recording; other tests' recordings are ended. */
  const claim = (seconds: number) => claimSample(database, second(seconds), second(seconds + 75));
  const end = () => database.recording.updateMany({ data: { status: "stopped" } });
  return { scope, incidentId, recordingId, planned, room, claim, end };
}

describe("a recording", () => {
  it("takes its first sample at once and the next one interval later", async () => {
    const { scope, claim, room, end } = await begun();
    const first = await claim(0);
    expect(first?.number).toBe(1);
    await keepSample({ ...scope, now: second(2) }, first ?? expect.fail(), sample);
    expect(await claim(299)).toBeNull();
    expect((await claim(300))?.number).toBe(2);
    expect(await room()).toMatchObject({ samples: [{ number: 1, exitCode: 0 }], ended: null });
    await end();
  });

  it("is one, after two people or a hundred clicks began it", async () => {
    const { scope, recordingId, planned, incidentId, end } = await begun();
    const clicks = Array.from({ length: 50 }, () => startRecording(scope, planned()));
    const again = Array.from({ length: 50 }, () => startRecording(scope, planned(recordingId)));
    const ids = (await Promise.all([...clicks, ...again])).map((answer) => answer.recordingId);
    expect(new Set(ids)).toEqual(new Set([recordingId]));
    expect(await database.recording.count({ where: { incidentId } })).toBe(1);
    await end();
  });

  it("gives a due sample to one of many processes", async () => {
    const { claim, end } = await begun();
    const claims = await Promise.all(Array.from({ length: 20 }, () => claim(0)));
    expect(claims.filter((claimed) => claimed !== null)).toHaveLength(1);
    await end();
  });

  it("takes a sample anew when its taker died with it, and refuses the dead one's", async () => {
    const { scope, claim, recordingId, end } = await begun();
    const lost = await claim(0);
    expect(await claim(10)).toBeNull();
    const found = await claim(100);
    expect(found?.number).toBe(1);
    expect(await keepSample({ ...scope, now: second(101) }, found ?? expect.fail(), sample)).toBe(true);
    expect(await keepSample({ ...scope, now: second(102) }, lost ?? expect.fail(), sample)).toBe(false);
    expect(await readSamples(database, scope.actor, { recordingId })).toHaveLength(1);
    await end();
  });

  it("does not make up for what it missed while nobody was there", async () => {
    const { scope, claim, end } = await begun();
    const late = await claim(1700);
    await keepSample({ ...scope, now: second(1701) }, late ?? expect.fail(), sample);
    expect(await claim(1799)).toBeNull();
    expect((await claim(1800))?.number).toBe(2);
    await end();
  });

  it("is complete after its last sample", async () => {
    const { scope, claim, room } = await begun(600);
    for (const seconds of [0, 300]) {
      const due = await claim(seconds);
      await keepSample({ ...scope, now: second(seconds + 1) }, due ?? expect.fail(), sample);
    }
    expect(await claim(100_000)).toBeNull();
    expect((await room())?.ended).toMatchObject({ because: "complete" });
  });

  it("stops once, and a sample that comes after the stop is dropped", async () => {
    const { scope, claim, incidentId, recordingId, room } = await begun();
    const due = await claim(0);
    await stopRecording(scope, { incidentId, recordingId });
    await stopRecording(scope, { incidentId, recordingId });
    expect(await keepSample(scope, due ?? expect.fail(), sample)).toBe(false);
    expect(await room()).toMatchObject({ samples: [], ended: { because: "stopped" } });
    const kinds = (await readEvents(database, incidentId, 0)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "recording.ended")).toHaveLength(1);
  });

  it("goes on when the incident is resolved, but none begins then", async () => {
    const { scope, claim, incidentId, planned, end } = await begun();
    await database.incident.update({ where: { id: incidentId }, data: { status: "resolved", openKey: null } });
    expect(await claim(0)).not.toBeNull();
    await expect(startRecording(scope, planned(randomUUID(), "other"))).rejects.toThrow("The incident is resolved");
    await end();
  });

  it("is not seen by those who may not see its incident", async () => {
    const { incidentId, recordingId, end } = await begun();
    await database.incident.update({ where: { id: incidentId }, data: { isPrivate: true } });
    const stranger = await personScope(database);
    await expect(readSamples(database, stranger.actor, { recordingId })).rejects.toThrow("no such sample");
    await expect(stopRecording(stranger, { incidentId, recordingId })).rejects.toThrow();
    await end();
  });
});
