import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "@/lib/adapters/log/log";
import { migrate } from "./migrate";
import { createEmptyDatabase, type TestDatabase } from "./testing/test-database";

const shipped = path.resolve("prisma/migrations");
const log = createLog({ level: "error", style: "json", write: () => undefined, now: () => new Date() });
let own: TestDatabase;
let folder: string;

beforeEach(async () => {
  own = await createEmptyDatabase();
  folder = await mkdtemp(path.join(tmpdir(), "headroom-migrate-"));
});
afterEach(async () => {
  await own.drop();
  await rm(folder, { recursive: true });
});

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(path.join(folder, name), { recursive: true });
  await writeFile(path.join(folder, name, "migration.sql"), sql);
}

async function rows(statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: own.url });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

const run = (from = folder) => migrate({ url: own.url, folder: from, log });

test("makes a fresh database usable, and has nothing to do the second time", async () => {
  const applied = await run(shipped);
  const entries = await readdir(shipped, { withFileTypes: true });
  expect(applied).toEqual(entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name));
  expect(await own.database.user.count()).toBe(0);
  expect(await run(shipped)).toEqual([]);
});

test("records what `prisma migrate` records", async () => {
  await addMigration("1_one", "create table one (id int)");
  await run();
  expect(await rows("select * from _prisma_migrations")).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      // sha256sum of the file
      checksum: "b743a4c1742320e8f4883d2e15d9632a06c7ab088f94050fdddc1cc57e216d17",
      finished_at: expect.any(Date),
      migration_name: "1_one",
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ]);
});

test("goes on where it stopped, in the order of the names", async () => {
  await addMigration("1_one", "create table one (id int)");
  expect(await run()).toEqual(["1_one"]);
  await addMigration("3_three", "alter table two add column more int");
  await addMigration("2_two", "create table two (id int)");
  expect(await run()).toEqual(["2_two", "3_three"]);
});

test("a migration that fails leaves no half of itself and can be tried again", async () => {
  await addMigration("1_one", "create table one (id int); create table one (id int)");
  await expect(run()).rejects.toThrow("The migration 1_one failed; the database is as it was before.");
  expect(await rows("select to_regclass('one') as made")).toEqual([{ made: null }]);
  await addMigration("1_one", "create table one (id int)");
  expect(await run()).toEqual(["1_one"]);
});

test("refuses a database that is newer than the program", async () => {
  await addMigration("1_one", "create table one (id int)");
  await addMigration("2_two", "create table two (id int)");
  await run();
  await rm(path.join(folder, "2_two"), { recursive: true });
  await expect(run()).rejects.toThrow("The database is newer than this Headroom: it has the migration 2_two.");
});

test("refuses a migration that was edited after it had been applied", async () => {
  await addMigration("1_one", "create table one (id int)");
  await run();
  await addMigration("1_one", "create table one (id bigint)");
  await expect(run()).rejects.toThrow("The migration 1_one was changed after it had been applied to this database.");
});

test("four processes at once apply each migration once", async () => {
  await cp(shipped, folder, { recursive: true });
  const script = `
    const { migrate } = await import("./lib/adapters/database/migrate.ts");
    const log = { info: () => undefined };
    const applied = await migrate({ url: process.argv[1], folder: process.argv[2], log });
    process.stdout.write(String(applied.length));`;
  const flags = ["--conditions=react-server", "--import", "./scripts/typescript.mjs", "--input-type=module"];
  const counts = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const child = spawn(process.execPath, [...flags, "--eval", script, own.url, folder]);
      let text = "";
      child.stdout.on("data", (chunk) => {
        text += String(chunk);
      });
      child.stderr.pipe(process.stderr);
      await once(child, "close");
      return Number(text || Number.NaN);
    }),
  );
  const shippedCount = (await readdir(shipped, { withFileTypes: true })).filter((entry) => entry.isDirectory()).length;
  expect(counts.toSorted()).toEqual([0, 0, 0, shippedCount]);
});
