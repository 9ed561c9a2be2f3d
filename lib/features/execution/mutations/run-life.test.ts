import { afterAll, describe, expect, it } from "vitest";
import { sha256 } from "@/lib/adapters/database/record-event";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { verifyChain } from "@/lib/core/incident/hash-chain";
import { resolveIncident } from "@/lib/features/incident/mutations/resolve-incident";
import { kindsOf, openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { readChain, readPieces } from "@/lib/features/timeline/data";
import { listAbandonedRuns } from "../data";
import { planned } from "../testing/planned-run";
import { appendOutput } from "./append-output";
import { finishRun, type RunOutcome } from "./finish-run";
import { renewLease } from "./renew-lease";
import { startRun } from "./start-run";

const { database, drop } = await createTestDatabase();
afterAll(drop);

const until = new Date("2026-01-15T03:00:15Z");
const lease = { owner: "here", until };

function outcome(runId: string, change: Partial<RunOutcome> = {}): RunOutcome {
  return {
    runId,
    status: "succeeded",
    exitCode: 0,
    ended: "exit",
    outputHash: null,
    outputBytes: 0,
    variables: {},
    files: { stored: [], refused: [] },
    ...change,
  };
}

async function anIncident() {
  const scope = await personScope(database);
  return { scope, ...(await openedIncident(scope)) };
}

describe("a run's life", () => {
  it("is one run after a hundred clicks with one id, also when it has ended in between", async () => {
    const { scope, incidentId } = await anIncident();
    const plan = planned(incidentId);
    const first = await startRun(scope, plan, lease);
    await finishRun(scope, outcome(plan.runId));
    const rest = await Promise.all(Array.from({ length: 99 }, () => startRun(scope, plan, lease)));
    expect([first, ...rest].filter((click) => click.isNew)).toHaveLength(1);
    expect((await kindsOf(database, incidentId)).filter((kind) => kind === "run.started")).toHaveLength(1);
  });

  it("is one run when a hundred browsers start one operation at once: the others join it", async () => {
    const { scope, incidentId } = await anIncident();
    const clicks = await Promise.all(Array.from({ length: 100 }, () => startRun(scope, planned(incidentId), lease)));
    expect(clicks.filter((click) => click.isNew)).toHaveLength(1);
    expect(new Set(clicks.map((click) => click.runId)).size).toBe(1);
  });

  it("counts attempts and keeps the old ones", async () => {
    const { scope, incidentId } = await anIncident();
    for (const status of ["failed", "succeeded"] as const) {
      const plan = planned(incidentId);
      await startRun(scope, plan, lease);
      await finishRun(scope, outcome(plan.runId, { status }));
    }
    const runs = await database.run.findMany({ where: { incidentId }, orderBy: { attempt: "asc" } });
    expect(runs.map((run) => [run.attempt, run.status])).toEqual([
      [1, "failed"],
      [2, "succeeded"],
    ]);
  });

  it("ends once, whoever ends it", async () => {
    const { scope, incidentId } = await anIncident();
    const plan = planned(incidentId);
    await startRun(scope, plan, lease);
    await appendOutput(database, plan.runId, [{ seq: 1, stream: "stdout", text: "x" }]);
    const ends = await Promise.all([
      finishRun(scope, outcome(plan.runId)),
      finishRun(scope, outcome(plan.runId, { status: "interrupted", exitCode: null })),
    ]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(
      (await kindsOf(database, incidentId)).filter((kind) => /^run\.(succeeded|interrupted)$/.test(kind)),
    ).toHaveLength(1);
    expect(await database.outputChunk.count({ where: { runId: plan.runId } })).toBe(0);
  });

  it("keeps pieces of output once, whatever characters they hold", async () => {
    const { scope, incidentId } = await anIncident();
    const plan = planned(incidentId);
    await startRun(scope, plan, lease);
    const pieces = [
      { seq: 1, stream: "stdout", text: 'a "quoted" {brace}, \\ and é \u{1f600}\n' },
      { seq: 2, stream: "stderr", text: "NULL" },
      { seq: 3, stream: "stdout", text: "half of a pair \ud83d, and a \0 byte\n" },
    ] as const;
    await appendOutput(database, plan.runId, pieces);
    await appendOutput(database, plan.runId, [{ seq: 2, stream: "stdout", text: "again" }]);
    expect(await readPieces(database, plan.runId, 0)).toEqual([
      pieces[0],
      pieces[1],
      { ...pieces[2], text: "half of a pair \ufffd, and a \u2400 byte\n" },
    ]);
  });

  it("keeps what a successful script set", async () => {
    const { scope, incidentId } = await anIncident();
    const plan = planned(incidentId);
    await startRun(scope, plan, lease);
    await finishRun(scope, outcome(plan.runId, { variables: { POD_IP: "10.0.0.1" } }));
    expect(await kindsOf(database, incidentId)).toContain("variable.set");
    expect(await database.variable.findMany({ where: { incidentId } })).toMatchObject([
      { name: "POD_IP", value: "10.0.0.1" },
    ]);
  });

  it("keeps the incident from being resolved while it runs", async () => {
    const { scope, incidentId } = await anIncident();
    await database.signOff.create({
      data: { incidentId, itemId: "stable", verdict: "done", statement: "", userId: "x", at: until },
    });
    await startRun(scope, planned(incidentId), lease);
    await expect(resolveIncident(scope, { incidentId, statement: "" })).rejects.toThrow(
      '"Check pods" is still running',
    );
  });

  it("is refused on a resolved incident", async () => {
    const { scope, incidentId } = await anIncident();
    await database.incident.update({ where: { id: incidentId }, data: { status: "resolved", openKey: null } });
    await expect(startRun(scope, planned(incidentId), lease)).rejects.toThrow("The incident is resolved");
  });

  it("is abandoned when its lease has run out, or when its own process starts anew", async () => {
    const { scope, incidentId } = await anIncident();
    const plan = planned(incidentId);
    await startRun(scope, plan, lease);
    const isListed = async (since: { now: Date; owner: string; isBoot: boolean }) =>
      (await listAbandonedRuns(database, since)).some((run) => run.id === plan.runId);
    const before = new Date(until.getTime() - 1);
    const after = new Date(until.getTime() + 1);
    expect(await isListed({ now: before, owner: "here", isBoot: false })).toBe(false);
    expect(await isListed({ now: before, owner: "there", isBoot: true })).toBe(false);
    expect(await isListed({ now: before, owner: "here", isBoot: true })).toBe(true);
    expect(await isListed({ now: after, owner: "there", isBoot: false })).toBe(true);
    expect(await renewLease(database, plan.runId, { owner: "there", until: after })).toBe(false);
  });

  it("leaves a timeline that verifies after many writers at once", async () => {
    const { scope, incidentId } = await anIncident();
    await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        const plan = planned(incidentId, { operationId: `op-${index}` });
        await startRun(scope, plan, lease);
        await finishRun(scope, outcome(plan.runId));
      }),
    );
    const chain = await readChain(database, incidentId);
    expect(chain).toHaveLength(82);
    expect(verifyChain(sha256, chain)).toBeNull();
  });
});
