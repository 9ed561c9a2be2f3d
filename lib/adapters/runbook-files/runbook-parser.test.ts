import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { bundle } from "../../../scripts/bundle.mjs";
import { createRunbookParser, type RunbookParser } from "./runbook-parser";

const workerPath = fileURLToPath(new URL("../../../dist/runbook-worker.mjs", import.meta.url));
let folder: string;
let parser: RunbookParser | undefined;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-parser-"));
});
afterEach(async () => {
  await parser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** The real parser, in a thread that gets no processor for so long, at its start or before each document. */
async function slowThread(when: "start" | "document", ms: number): Promise<string> {
  const file = path.join(folder, "slow.mjs");
  const wait = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${ms});`;
  const first = when === "start" ? wait : `parentPort.on("message", () => { ${wait} })`;
  await writeFile(
    file,
    `import { parentPort } from "node:worker_threads";\n${first}\nawait import(${JSON.stringify(workerPath)});\n`,
  );
  return file;
}

const text = "# A\n\n```sh\n# List\nkubectl get pods\n```\n";
const document = { source: Buffer.from(text), path: "a.md", slug: "a" };

it("does not count the start of its thread as time of the first document", async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  parser = createRunbookParser({ workerPath: await slowThread("start", 2_000), deadlineMs: 1_500 });
  expect((await parser.parse(document)).summary.proseBecause).toBeNull();
}, 60_000);

it("counts the time that the processor gave to a document, not the time that it waited", async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  parser = createRunbookParser({ workerPath: await slowThread("document", 1_500), deadlineMs: 500 });
  expect((await parser.parse(document)).summary.proseBecause).toBeNull();
}, 60_000);

it("gives a document that takes too long as prose, and parses the next", async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  parser = createRunbookParser({ workerPath, deadlineMs: 1 });
  const long = { ...document, source: Buffer.from(text.repeat(2_000)) };
  const packed = await parser.parse(long);
  expect(packed.summary.proseBecause).toContain("it took more than");
  await parser.close();
  parser = createRunbookParser({ workerPath });
  expect((await parser.parse(document)).summary.proseBecause).toBeNull();
}, 60_000);

it("gives a document that makes more steps than anybody can follow as prose, under its own title", async () => {
  await bundle(["dist/runbook-worker.mjs"]);
  parser = createRunbookParser({ workerPath, deadlineMs: 60_000 });
  const source = `# Endless\n\n${"## Step\n\n```sh\n# List the pods\nkubectl get pods -n <ns>\n```\n\n".repeat(15_000)}`;
  const packed = await parser.parse({ ...document, source: Buffer.from(source) });
  expect(packed.title).toBe("Endless");
  expect(packed.summary).toMatchObject({ stepCount: 0, proseBecause: expect.stringContaining("more steps") });
}, 60_000);
