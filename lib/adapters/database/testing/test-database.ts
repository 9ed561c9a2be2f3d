import { randomUUID } from "node:crypto";
import { createConnection } from "node:net";
import { text } from "node:stream/consumers";
import { Client } from "pg";
import { inject } from "vitest";
import { type OpenDatabase, openDatabase } from "../client";

export type TestDatabase = Pick<OpenDatabase, "database" | "url"> & { drop(): Promise<void> };

/** A migrated, empty database of the caller's own on the run's one Postgres. */
export async function createTestDatabase(): Promise<TestDatabase> {
  return openCopy("template headroom");
}

/** A database without any table: for tests of migrations. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return openCopy("template template0");
}

async function openCopy(clause: string): Promise<TestDatabase> {
  const maintenance = withDatabase(await serverUrl(), "postgres");
  const name = `test_${randomUUID().replaceAll("-", "")}`;
  await execute(maintenance, `create database ${name} ${clause}`);
  const opened = openDatabase(withDatabase(maintenance, name));
  return {
    database: opened.database,
    url: opened.url,
    drop: async () => {
      await opened.close();
      await execute(maintenance, `drop database ${name} with (force)`);
    },
  };
}

/** Where the run's Postgres is; starts it when this is the first question. */
async function serverUrl(): Promise<string> {
  const answer: { url?: string; error?: string } = JSON.parse(
    await text(createConnection(inject("testPostgresSocket"))),
  );
  if (!answer.url) {
    throw new Error(answer.error ?? "the test database server gave no address");
  }
  return answer.url;
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
