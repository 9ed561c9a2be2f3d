import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, it, vi } from "vitest";
import { createTestDatabase } from "@/lib/adapters/database/testing/test-database";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { keptText, type OutputPiece } from "@/lib/core/output/kept-output";
import { packRunbook } from "@/lib/core/runbook/library/pack-runbook";
import { parseRunbook } from "@/lib/core/runbook/parse-runbook";
import { walkOperations } from "@/lib/core/runbook/walk";
import { openIncident } from "@/lib/features/incident/mutations/open-incident";
import { aTarget, personScope } from "@/lib/features/incident/testing/fixtures";
import { indexRunbook } from "@/lib/features/runbook/mutations/index-runbook";
import { reviewRevision } from "@/lib/features/runbook/mutations/review-revision";
import { finishRun } from "./mutations/finish-run";
import { startRun } from "./mutations/start-run";
import { artifacts, openRunOutput, planRun, runOutputText } from "./runtime";
import { planned } from "./testing/planned-run";

const folder = mkdtempSync(path.join(tmpdir(), "headroom-policy-"));
const configFile = path.join(folder, "headroom.yaml");
writeFileSync(
  configFile,
  `runbookPolicy: { requireReviewed: true }
clusters:
  - { name: test, toolbox: { namespace: tools, target: deployment/toolbox } }
  - { name: bare }
`,
);
vi.stubEnv("HEADROOM_SECRET", "s".repeat(40));
vi.stubEnv("HEADROOM_DATA", path.join(folder, "data"));
vi.stubEnv("HEADROOM_CONFIG", configFile);

const { database, drop } = await createTestDatabase();
afterAll(async () => {
  await drop();
  rmSync(folder, { recursive: true, force: true });
});

const source =
  "# Shop\n\n## Look\n\n```bash\nkubectl get pods -n shop\n```\n\n## Ask\n\n```bash\ndig orders.shop\n```\n";
const runbook = parseRunbook({ source, path: "shop.md" });

/** An incident that follows a revision of its own, which nobody has reviewed. */
async function anIncident(scope: Scope, slug = `shop-${randomUUID().slice(0, 8)}`, cluster = "test") {
  const hash = randomUUID();
  const packed = packRunbook({ ...runbook, slug });
  const place = { folder: "/books", path: `${slug}.md`, problem: null, changedAt: scope.now, commit: null };
  await indexRunbook(scope, { slug, hash, source: Buffer.from(source), packed, parserVersion: 1, ...place });
  const opened = await inTransaction(scope, (tx) =>
    openIncident(tx, scope, {
      title: "Slow",
      severity: "P2",
      target: { ...aTarget(), cluster },
      runbook: { slug, hash, because: "by hand" },
    }),
  );
  return { slug, hash, incidentId: opened.incidentId };
}

function aClick(incidentId: string, index = 0) {
  const chosen = [...walkOperations(runbook)][index];
  return { incidentId, runId: randomUUID(), operationId: chosen?.operation.id ?? "", parameters: {} };
}

describe("where the policy asks for a review", () => {
  it("runs nothing of a revision that nobody has reviewed, and says what to do", async () => {
    const scope = await personScope(database);
    const { incidentId } = await anIncident(scope);
    await expect(planRun(scope, aClick(incidentId))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("Nobody has reviewed this revision"),
    });
    expect(await database.run.count({ where: { incidentId } })).toBe(0);
  });

  it("runs it once a second person has, and no other revision of the same runbook with it", async () => {
    const [scope, second] = [await personScope(database), await personScope(database)];
    const reviewed = await anIncident(scope);
    await reviewRevision(second, reviewed);
    expect(await planRun(scope, aClick(reviewed.incidentId))).toMatchObject({ script: "kubectl get pods -n shop" });
    const other = await anIncident(scope, reviewed.slug);
    await expect(planRun(scope, aClick(other.incidentId))).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("a program that Headroom does not have", () => {
  it("runs where the cluster has a toolbox, and is refused with the line to add where it has none", async () => {
    const [scope, second] = [await personScope(database), await personScope(database)];
    const [equipped, bare] = [await anIncident(scope), await anIncident(scope, undefined, "bare")];
    await reviewRevision(second, equipped);
    await reviewRevision(second, bare);
    expect(await planRun(scope, aClick(equipped.incidentId, 1))).toMatchObject({ script: "dig orders.shop" });
    await expect(planRun(scope, aClick(bare.incidentId, 1))).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringMatching(/dig is a program of its own\. Add `toolbox` to cluster bare/),
    });
  });
});

describe("output that is kept", () => {
  const pieces: readonly OutputPiece[] = [
    { seq: 1, stream: "stdout", text: "one\nt" },
    { seq: 2, stream: "stderr", text: "[wö\n" },
  ];

  it.each([
    ["as text", keptText(pieces)],
    ["as JSON, as it once was", `[${pieces.map((piece) => JSON.stringify(piece)).join(",\n")}]\n`],
  ])("is read %s", async (_, content) => {
    const scope = await personScope(database);
    const { incidentId } = await anIncident(scope);
    const { runId } = await startRun(scope, planned(incidentId), { owner: "here", until: scope.now });
    const { hash } = await artifacts().put(Buffer.from(content));
    const end = { status: "succeeded", exitCode: 0, ended: "exit", variables: {} } as const;
    const files = { stored: [], refused: [] };
    await finishRun(scope, { ...end, runId, files, outputHash: hash, outputBytes: 10 });
    expect(await runOutputText(scope, runId)).toBe("one\nt[wö\n");
    expect(await text(await openRunOutput(scope, runId))).toBe(keptText(pieces));
  });
});
