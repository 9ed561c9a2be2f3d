import { afterAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { openedIncident, personScope } from "@/lib/features/incident/testing/fixtures";
import { readRunbook } from "@/lib/features/runbook/data";
import { indexRunbook } from "@/lib/features/runbook/mutations/index-runbook";
import { readEvents } from "@/lib/features/timeline/data";
import { moveToRevision } from "./move-to-revision";

const { database, drop } = await createTestDatabase();
afterAll(drop);
const policy = { requireReviewed: false };

/** An incident whose runbook's file has another text by now. */
async function changedSince() {
  const scope = await personScope(database);
  const { incidentId } = await openedIncident(scope);
  const incident = await database.incident.findUniqueOrThrow({ where: { id: incidentId } });
  const from = incident.revisionHash ?? expect.fail();
  const slug = incident.runbookSlug ?? expect.fail();
  const runbook = await readRunbook(database, from);
  const change = async (hash: string) => {
    const text = { source: Buffer.from(`# ${hash}`), packed: packRunbook(runbook), parserVersion: 1, problem: null };
    const place = { slug, folder: "/runbooks", path: `${slug}.md`, changedAt: scope.now, commit: null };
    await indexRunbook(scope, { ...place, hash, ...text });
  };
  return { scope, incidentId, from, change };
}

describe("moving an incident to the newer text of its runbook", () => {
  it("pins it there once, however many press", async () => {
    const { scope, incidentId, from, change } = await changedSince();
    await change("b".repeat(64));
    const to = "b".repeat(64);
    await Promise.all(Array.from({ length: 5 }, () => moveToRevision(scope, { incidentId, from, to, policy })));
    expect(await database.incident.findUniqueOrThrow({ where: { id: incidentId } })).toMatchObject({
      revisionHash: to,
    });
    const events = await readEvents(database, incidentId, 0);
    expect(
      events.filter((event) => event.kind === "incident.runbook-pinned" && event.payload?.hash === to),
    ).toHaveLength(1);
  });

  it("is refused when the text is not the one that was looked at any more", async () => {
    const { scope, incidentId, from, change } = await changedSince();
    await change("c".repeat(64));
    await change("d".repeat(64));
    await expect(moveToRevision(scope, { incidentId, from, to: "c".repeat(64), policy })).rejects.toThrow(
      "changed again",
    );
  });

  it("is refused to a text that is of no file", async () => {
    const { scope, incidentId, from } = await changedSince();
    await expect(moveToRevision(scope, { incidentId, from, to: "e".repeat(64), policy })).rejects.toThrow(
      "changed again",
    );
  });
});
