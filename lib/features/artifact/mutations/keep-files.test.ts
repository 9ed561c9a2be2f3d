import { randomUUID } from "node:crypto";
import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { setVisibility } from "@/lib/features/incident/mutations/set-visibility";
import { kindsOf, openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { findArtifact, listArtifacts, listNewestFiles } from "../data";
import { keepFiles, type StoredFile } from "./keep-files";

const { database, drop } = await createTestDatabase();
afterAll(drop);

const MAX_BYTES = 100;

async function anIncident() {
  const scope = await personScope(database);
  const { incidentId } = await openedIncident(scope);
  const { number } = await database.incident.findUniqueOrThrow({ where: { id: incidentId } });
  const aRun = async () => {
    const id = randomUUID();
    const facts = {
      stepId: "s",
      operationId: "o",
      attempt: 1,
      status: "running",
      label: "Dump",
      script: "x",
      risk: "read",
    };
    const place = { cluster: "c", namespace: "n", variables: {}, variablesHash: "", actor: {}, plannedAt: scope.now };
    await database.run.create({ data: { id, incidentId, ...facts, ...place } });
    return id;
  };
  const keep = async (stored: readonly StoredFile[], minutes = 0) =>
    keepFiles(
      { ...scope, now: new Date(scope.now.getTime() + minutes * 60_000) },
      { incidentId, runId: await aRun(), maxBytes: MAX_BYTES, left: { stored, refused: [] } },
    );
  return { scope, incidentId, number, keep };
}

function file(path: string, content: string, size = 10): StoredFile {
  return { id: randomUUID(), path, size, hash: content.padEnd(64, "0"), hiddenSecrets: 0 };
}

describe("the files of a run", () => {
  it("become artifacts of the incident, with one entry of the timeline", async () => {
    const { scope, incidentId, number, keep } = await anIncident();
    await keep([file("/work/heap.prof", "a"), file("/tmp/pods.txt", "b")]);
    expect(await listArtifacts(database, scope.actor, number)).toMatchObject([
      { name: "/tmp/pods.txt", size: 10, label: "Dump", isNewest: true },
      { name: "heap.prof", size: 10, label: "Dump", isNewest: true },
    ]);
    expect((await kindsOf(database, incidentId)).filter((kind) => kind === "run.files-kept")).toHaveLength(1);
  });

  it("are none anew when they were given and are as they were; nothing kept is no entry", async () => {
    const { scope, incidentId, number, keep } = await anIncident();
    await keep([file("/work/a", "1")]);
    await keep([file("/work/a", "1")], 1);
    await keep([]);
    expect(await listArtifacts(database, scope.actor, number)).toHaveLength(1);
    expect((await kindsOf(database, incidentId)).filter((kind) => kind === "run.files-kept")).toHaveLength(1);
  });

  it("are all kept, and the next run finds the newest of each name, as far as there is room", async () => {
    const { scope, incidentId, number, keep } = await anIncident();
    await keep([file("/work/a", "1"), file("/work/b", "2")]);
    await keep([file("/work/a", "3")], 1);
    const rows = await listArtifacts(database, scope.actor, number);
    expect(rows.map(({ name, isNewest }) => `${name} ${isNewest}`)).toEqual(["a true", "a false", "b true"]);
    const names = async (maxBytes: number) =>
      (await listNewestFiles(database, incidentId, maxBytes)).map(({ path, hash }) => `${path} ${hash[0]}`);
    expect((await names(1000)).toSorted()).toEqual(["/work/a 3", "/work/b 2"]);
    expect(await names(10)).toHaveLength(1);
  });

  it("beyond the incident's quota are refused, and the timeline says so", async () => {
    const { scope, incidentId, number, keep } = await anIncident();
    await keep([file("/work/a", "1", 60), file("/work/b", "2", 60), file("/work/c", "3", 40)]);
    const names = (await listArtifacts(database, scope.actor, number)).map(({ name }) => name);
    expect(names).toEqual(["a", "c"]);
    const event = await database.event.findFirstOrThrow({ where: { timelineId: incidentId, kind: "run.files-kept" } });
    expect(event.payload).toMatchObject({ refused: [{ name: "b", because: "an incident keeps at most 100 bytes" }] });
  });

  it("of two runs that end at once stay within the quota together", async () => {
    const { scope, number, keep } = await anIncident();
    await Promise.all(["1", "2", "3", "4"].map((name) => keep([file(`/work/${name}`, name, 40)])));
    expect(await listArtifacts(database, scope.actor, number)).toHaveLength(2);
  });

  it("of a private incident are there for its readers only", async () => {
    const { scope, incidentId, number, keep } = await anIncident();
    const kept = file("/work/a", "1");
    await keep([kept]);
    const stranger = await personScope(database);
    expect(await findArtifact(database, stranger.actor, kept.id)).toMatchObject({ name: "a" });
    const reader = scope.actor.kind === "user" ? scope.actor.id : "";
    await setVisibility(await personScope(database, "admin"), { incidentId, isPrivate: true, readers: [reader] });
    expect(await listArtifacts(database, stranger.actor, number)).toEqual([]);
    await expect(findArtifact(database, stranger.actor, kept.id)).rejects.toThrow("no such file");
    expect(await findArtifact(database, scope.actor, kept.id)).toMatchObject({ name: "a" });
  });
});
