import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { describeEvent } from "@/lib/core/incident/describe-event";
import { emptyRoom, foldRoom } from "@/lib/core/incident/room-state";
import { packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { listArtifacts } from "@/lib/features/artifact/data";
import { openArtifact } from "@/lib/features/artifact/runtime";
import { openIncident } from "@/lib/features/incident/mutations/open-incident";
import { aTarget, personScope } from "@/lib/features/incident/testing/fixtures";
import { indexRunbook } from "@/lib/features/runbook/mutations/index-runbook";
import { readEvents } from "@/lib/features/timeline/data";
import { noteFollowUps, takeHandWork } from "./runtime";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-hand-work-"));
vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
vi.stubEnv("HEADROOM_DATA", path.join(folder, "data"));

const { database, drop } = await createTestDatabase();
afterAll(async () => {
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

const source =
  '# Shop\n\n## Look\n\n```bash\nvim /etc/shop.conf\n```\n\n## Afterwards\n\n```bash\nbeads create "Find the leak in <service>" --priority 0\ngh issue create -t "Raise the limit"\n```\n';
const runbook = parseRunbook({ source, path: "shop.md" });
const operations = [...walkOperations(runbook)].map(({ operation }) => operation);

async function anIncident(scope: Scope) {
  const hash = "a".repeat(64);
  const place = { folder: "/books", path: "shop.md", problem: null, changedAt: scope.now, commit: null };
  await indexRunbook(scope, {
    slug: "shop",
    hash,
    source: Buffer.from(source),
    packed: packRunbook(runbook),
    parserVersion: 1,
    ...place,
  });
  const { incidentId } = await inTransaction(scope, (tx) =>
    openIncident(tx, scope, {
      title: "Slow",
      severity: "P2",
      target: aTarget(),
      runbook: { slug: "shop", hash, because: "by hand" },
    }),
  );
  const { number } = await database.incident.findUniqueOrThrow({ where: { id: incidentId } });
  return { incidentId, number, operationId: (index: number) => operations[index]?.id ?? "" };
}

const textOf = async (content: AsyncIterable<Uint8Array>) => {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) {
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString();
};

describe("what is done by hand", () => {
  it("stands on the timeline with who and when, without its secrets", async () => {
    const scope = await personScope(database);
    const { incidentId, operationId } = await anIncident(scope);
    const said = await takeHandWork(scope, {
      incidentId,
      operationId: operationId(0),
      output: "mode: fast\npassword=hunter22-and-more\n",
    });
    expect(said).toEqual({ hiddenSecrets: 1 });
    const [event] = (await readEvents(database, incidentId, 0)).filter(({ kind }) => kind === "operation.done-by-hand");
    expect(event).toMatchObject({ actor: { name: scope.actor.name }, at: scope.now.toISOString() });
    expect(event && describeEvent(event)).toMatchObject({
      title: expect.stringMatching(/:\nmode: fast\npassword=\[secret\]$/),
      detail: "pasted · 1 secret not shown",
    });
    await takeHandWork(scope, { incidentId, operationId: operationId(0), output: "  " });
    const last = (await readEvents(database, incidentId, 0)).at(-1);
    expect(last && describeEvent(last).detail).toBe("done by hand");
  });

  it("is a file of the incident when it is long, whole and scrubbed", async () => {
    const scope = await personScope(database);
    const { incidentId, number, operationId } = await anIncident(scope);
    const long = `${"line\n".repeat(2_000)}token: abcdefgh-secret\nend`;
    await takeHandWork(scope, { incidentId, operationId: operationId(0), output: long });
    const [row] = await listArtifacts(database, scope.actor, number);
    expect(row).toMatchObject({ runId: null, hiddenSecrets: 1, name: expect.stringMatching(/^pasted-.*\.txt$/) });
    const { content } = await openArtifact(scope, row?.id ?? "");
    expect(await textOf(content)).toBe(`${"line\n".repeat(2_000)}token: [secret]\nend`);
    const room = foldRoom(emptyRoom, await readEvents(database, incidentId, 0));
    expect(room.files).toMatchObject([{ artifactId: row?.id, by: scope.actor.name }]);
  });
});

describe("tickets of a runbook", () => {
  it("become follow-ups of the incident, each once, and file nothing", async () => {
    const scope = await personScope(database);
    const { incidentId, operationId } = await anIncident(scope);
    expect(operations[1]?.mode.value).toBe("by-hand");
    const click = { incidentId, operationId: operationId(1), parameters: { service: "orders" } };
    const all = operations.slice(1).map(({ id }) => ({ ...click, operationId: id }));
    for (const one of [...all, ...all]) {
      await noteFollowUps(scope, one);
    }
    const room = foldRoom(emptyRoom, await readEvents(database, incidentId, 0));
    expect(room.followUps.map(({ title, by }) => [title, by])).toEqual([
      ["Find the leak in orders", scope.actor.name],
      ["Raise the limit", scope.actor.name],
    ]);
  });

  it("are asked of an operation that files some", async () => {
    const scope = await personScope(database);
    const { incidentId, operationId } = await anIncident(scope);
    await expect(noteFollowUps(scope, { incidentId, operationId: operationId(0), parameters: {} })).rejects.toThrow(
      "This operation files no ticket.",
    );
  });
});
