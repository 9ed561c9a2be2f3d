import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLog } from "@/lib/adapters/log/log";
import { startEmbeddedPostgres } from "./embedded";
import { isAlive } from "./folder-lock";

const nodeModules = path.resolve("node_modules");
const log = createLog({ level: "error", style: "json", write: () => undefined, now: () => new Date() });
const waiting = { timeout: 15_000, interval: 20 };
let folder: string;
let children: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-embedded-"));
});
afterEach(async () => {
  for (const child of children) {
    child.kill("SIGKILL");
  }
  children = [];
  await rm(folder, { recursive: true, force: true });
});

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Another Headroom: a process that owns the folder. */
async function startOwner(): Promise<{ child: ChildProcess; answer: { url: string } }> {
  const child = fork(fileURLToPath(new URL("./testing/postgres-server.ts", import.meta.url)), [folder], {
    execArgv: ["--conditions=react-server", "--import", "./scripts/typescript.mjs"],
  });
  children.push(child);
  const [answer] = await once(child, "message");
  return { child, answer };
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(path.join(folder, "postgres/cluster/postmaster.pid"), "utf8")).split("\n")[0]);
}

test("keeps its data over a stop and a start, and leaves nothing running", async () => {
  const first = await startEmbeddedPostgres({ folder, nodeModules, log });
  await query(first.url, "create table kept as select 42 as answer");
  const pid = await postmasterPid();
  await first.stop();
  expect(isAlive(pid)).toBe(false);
  expect(await readdir(folder)).not.toContain("headroom.lock");

  const second = await startEmbeddedPostgres({ folder, nodeModules, log });
  expect(second.adopted).toBe(false);
  expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  await second.stop();
});

test("has no TCP port, and password and socket are closed to other users", async () => {
  const postgres = await startEmbeddedPostgres({ folder, nodeModules, log });
  expect(await query(postgres.url, "show listen_addresses")).toEqual([{ listen_addresses: "" }]);
  expect((await stat(path.join(folder, "postgres-password"))).mode & 0o777).toBe(0o600);
  expect((await stat(path.join(folder, "postgres"))).mode & 0o777).toBe(0o700);
  const wrong = new URL(postgres.url);
  wrong.password = "guess";
  await expect(query(wrong.href, "select 1")).rejects.toThrow(/password authentication failed/);
  await postgres.stop();
});

test("refuses a folder that another running Headroom uses, and names its process", async () => {
  const owner = await startOwner();
  await expect(startEmbeddedPostgres({ folder, nodeModules, log })).rejects.toThrow(
    new RegExp(`in use by another Headroom \\(process ${owner.child.pid}\\)`),
  );
  expect(await query(owner.answer.url, "select 1 as one")).toEqual([{ one: 1 }]);
  owner.child.disconnect();
  await once(owner.child, "exit");
});

test("takes over the server of a Headroom that was killed, with its connections and data", async () => {
  const owner = await startOwner();
  await query(owner.answer.url, "create table kept as select 7 as answer");
  const pid = await postmasterPid();
  owner.child.kill("SIGKILL");
  await once(owner.child, "exit");

  const next = await startEmbeddedPostgres({ folder, nodeModules, log });
  expect(next.adopted).toBe(true);
  expect(await postmasterPid()).toBe(pid);
  expect(await query(next.url, "select answer from kept")).toEqual([{ answer: 7 }]);
  await next.stop();
  expect(isAlive(pid)).toBe(false);
});

test("of many that start on the folder of a killed Headroom, exactly one gets it", async () => {
  const owner = await startOwner();
  owner.child.kill("SIGKILL");
  await once(owner.child, "exit");
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, () => startEmbeddedPostgres({ folder, nodeModules, log })),
  );
  const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value] : []));
  expect(won).toHaveLength(1);
  await won[0]?.stop();
});

test("is started again when it is killed, with every acknowledged row", async () => {
  const postgres = await startEmbeddedPostgres({ folder, nodeModules, log });
  await query(postgres.url, "create table kept (answer int)");
  await query(postgres.url, "insert into kept select generate_series(1, 1000)");
  const pid = await postmasterPid();
  process.kill(pid, "SIGKILL");
  await vi.waitFor(async () => {
    expect(await query(postgres.url, "select count(*)::int as rows from kept")).toEqual([{ rows: 1000 }]);
    expect(await postmasterPid()).not.toBe(pid);
  }, waiting);
  await postgres.stop();
  expect(isAlive(pid)).toBe(false);
});

test("is not fooled by a lock or a postmaster.pid whose process number now belongs to someone else", async () => {
  const first = await startEmbeddedPostgres({ folder, nodeModules, log });
  await first.stop();
  await writeFile(path.join(folder, "headroom.lock"), JSON.stringify({ pid: process.pid, startedAt: "1" }));
  await writeFile(path.join(folder, "postgres/cluster/postmaster.pid"), `${process.pid}\n`);
  const second = await startEmbeddedPostgres({ folder, nodeModules, log });
  expect(await query(second.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await second.stop();
});

test("a folder left by a set-up that was killed half-way is set up again", async () => {
  const draft = path.join(folder, "postgres/draft-half");
  const first = await startEmbeddedPostgres({ folder, nodeModules, log });
  await first.stop();
  await rm(path.join(folder, "postgres/cluster"), { recursive: true });
  await writeFile(draft, "half");
  const second = await startEmbeddedPostgres({ folder, nodeModules, log });
  expect(await readdir(path.join(folder, "postgres"))).not.toContain("draft-half");
  await second.stop();
});
