import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it, vi } from "vitest";
import { provideDatabase } from "@/lib/adapters/database/client";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import type { Scope } from "@/lib/adapters/database/transaction";
import { appendOutput } from "@/lib/features/execution/mutations/append-output";
import { startRun } from "@/lib/features/execution/mutations/start-run";
import { planned } from "@/lib/features/execution/testing/planned-run";
import { setVisibility } from "@/lib/features/incident/mutations/set-visibility";
import { openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { openStream, parseTopics } from "./runtime";
import type { StreamMessage } from "./schema";

const { database, url, drop } = await createTestDatabase();
provideDatabase(Promise.resolve({ database, url, close: drop }));
const leaving = new AbortController();
afterAll(async () => {
  leaving.abort();
  await globalThis.headroomHub?.subscription.close();
  await drop();
});

const fail = (error: unknown) => {
  throw error;
};

/** What a browser of this person hears of these topics from now on. */
async function heardBy({ actor }: Scope, topics: string): Promise<readonly StreamMessage[]> {
  const heard: StreamMessage[] = [];
  const send = (message: StreamMessage) => heard.push(message);
  await openStream({ actor, topics: parseTopics(topics, null), send, fail }, leaving.signal);
  return heard;
}

const printed = (heard: readonly StreamMessage[]) =>
  heard.flatMap((message) => (message.kind === "output" ? message.pieces.map(({ text }) => text) : []));

async function begin(scope: Scope, incidentId: string, runId: string): Promise<void> {
  await startRun(scope, planned(incidentId, { runId }), { owner: "here", until: new Date(Date.now() + 60_000) });
}

describe("a run that is asked for before it has started", () => {
  it("is heard from its first line on", async () => {
    const scope = await personScope(database);
    const { incidentId } = await openedIncident(scope);
    const runId = randomUUID();
    const heard = await heardBy(scope, `run:${runId}@0`);
    await begin(scope, incidentId, runId);
    await appendOutput(database, runId, [{ seq: 1, stream: "stdout", text: "first" }]);
    await appendOutput(database, runId, [{ seq: 2, stream: "stdout", text: "second" }]);
    await expect.poll(() => printed(heard)).toEqual(["first", "second"]);
  });

  it("stays unheard by whoever may not see its incident", async () => {
    const [scope, stranger] = [await personScope(database, "commander"), await personScope(database, "viewer")];
    const { incidentId } = await openedIncident(scope);
    await setVisibility(scope, { incidentId, isPrivate: true, readers: [] });
    const runId = randomUUID();
    const [mine, theirs] = [await heardBy(scope, `run:${runId}@0`), await heardBy(stranger, `run:${runId}@0`)];
    await begin(scope, incidentId, runId);
    await appendOutput(database, runId, [{ seq: 1, stream: "stdout", text: "first" }]);
    await expect.poll(() => printed(mine)).toEqual(["first"]);
    // One that both may see comes after it, so that what was refused is through.
    const { incidentId: open } = await openedIncident(scope);
    const later = randomUUID();
    const after = await heardBy(stranger, `run:${later}@0`);
    await begin(scope, open, later);
    await appendOutput(database, later, [{ seq: 1, stream: "stdout", text: "later" }]);
    await expect.poll(() => printed(after)).toEqual(["later"]);
    expect(printed(theirs)).toEqual([]);
  });
});

it("a run of an incident that was made private is no longer heard by whoever lost it", async () => {
  const [scope, viewer] = [await personScope(database, "commander"), await personScope(database, "viewer")];
  const { incidentId } = await openedIncident(scope);
  const runId = randomUUID();
  await begin(scope, incidentId, runId);
  const [mine, theirs] = [await heardBy(scope, `run:${runId}@0`), await heardBy(viewer, `run:${runId}@0`)];
  await appendOutput(database, runId, [{ seq: 1, stream: "stdout", text: "first" }]);
  await expect.poll(() => printed(theirs)).toEqual(["first"]);
  await setVisibility(scope, { incidentId, isPrivate: true, readers: [] });
  await appendOutput(database, runId, [{ seq: 2, stream: "stdout", text: "second" }]);
  await expect.poll(() => printed(mine)).toEqual(["first", "second"]);
  // One that both may see comes after it, so that what was refused is through.
  const { incidentId: open } = await openedIncident(scope);
  const later = randomUUID();
  const after = await heardBy(viewer, `run:${later}@0`);
  await begin(scope, open, later);
  await appendOutput(database, later, [{ seq: 1, stream: "stdout", text: "later" }]);
  await expect.poll(() => printed(after)).toEqual(["later"]);
  expect(printed(theirs)).toEqual(["first"]);
});

it("a connection for which the database could not be read is ended, and the next one misses nothing", async () => {
  const scope = await personScope(database);
  const { incidentId } = await openedIncident(scope);
  const [heard, ended] = [[] as StreamMessage[], Promise.withResolvers<unknown>()];
  const listen = (after: string | null) =>
    openStream(
      {
        actor: scope.actor,
        topics: parseTopics(`incident:${incidentId}@0`, after),
        send: (message) => heard.push(message),
        fail: ended.resolve,
      },
      leaving.signal,
    );
  const numbers = () => heard.flatMap((message) => (message.kind === "event" ? [message.event.seq] : []));
  await listen(null);
  await expect.poll(numbers).toEqual([1, 2]);
  vi.spyOn(database.event, "findMany").mockRejectedValueOnce(new Error("the connection was lost"));
  await setVisibility(scope, { incidentId, isPrivate: true, readers: [] });
  expect(String(await ended.promise)).toContain("the connection was lost");
  await listen(`incident:${incidentId}@2`);
  await expect.poll(numbers).toEqual([1, 2, 3]);
});
