import { Client } from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "@/lib/adapters/log/log";
import { bootDatabase } from "./boot";
import { databaseReady } from "./client";
import { createEmptyDatabase, type TestDatabase } from "./testing/test-database";

const log = createLog({ level: "error", style: "json", write: () => undefined, now: () => new Date() });
let own: TestDatabase;

beforeEach(async () => {
  own = await createEmptyDatabase();
}, 60_000);
afterEach(() => own.drop());

const boot = (databaseUrl: string) => bootDatabase({ config: { databaseUrl, dataFolder: "unused" }, log });

test("nobody gets the database before it is migrated", async () => {
  const database = boot(own.url);
  expect(await (await databaseReady()).incident.count()).toBe(0);
  await database.stop();
});

test("nobody gets the database before it is prepared either", async () => {
  const database = bootDatabase({
    config: { databaseUrl: own.url, dataFolder: "unused" },
    log,
    prepare: async (opened) => {
      await opened.timeline.create({ data: { id: "prepared" } });
    },
  });
  expect(await (await databaseReady()).timeline.count()).toBe(1);
  await database.stop();
});

test("nobody pays for the client's own first query", async () => {
  const database = boot(own.url);
  await database.ready;
  const client = new Client({ connectionString: own.url });
  await client.connect();
  const { rows } = await client.query(
    "select query from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()",
  );
  expect(rows).toEqual([{ query: expect.stringContaining('FROM "public"."RunbookFile"') }]);
  await client.end();
  await database.stop();
});

test("who waits for a database that cannot be used is told why", async () => {
  const wrong = new URL(own.url);
  wrong.password = "wrong";
  const database = boot(wrong.href);
  await expect(databaseReady()).rejects.toThrow("The database that DATABASE_URL names does not answer.");
  await database.stop();
});

test("a database of a newer program is refused and left alone", async () => {
  const first = boot(own.url);
  await first.ready;
  await first.stop();
  const client = new Client({ connectionString: own.url });
  await client.connect();
  await client.query(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name)
     values ('1', 'x', now(), '99999999999999_from_the_future')`,
  );
  await client.end();
  await expect(boot(own.url).ready).rejects.toThrow(/newer than this Headroom.*99999999999999_from_the_future/);
});
