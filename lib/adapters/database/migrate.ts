import "server-only";
import { randomUUID } from "node:crypto";
import { Client } from "pg";
import type { Log } from "@/lib/adapters/log/log";
import { AppError } from "@/lib/core/kernel/app-error";
import { type MigrationFile, readMigrations } from "./migration-files";

/** The lock that `prisma migrate` takes, so the two exclude each other. */
const LOCK = 72707369;

/** As `prisma migrate` makes it: either tool can go on where the other stopped. */
const TABLE = `create table if not exists _prisma_migrations (
  id varchar(36) primary key not null,
  checksum varchar(64) not null,
  finished_at timestamptz,
  migration_name varchar(255) not null,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz not null default now(),
  applied_steps_count integer not null default 0
)`;

type AppliedMigration = { readonly name: string; readonly checksum: string; readonly finished: boolean };

export type MigrateOptions = { readonly url: string; readonly folder: string; readonly log: Log };

/**
 * Brings a database to this program's schema and returns the names of the migrations it applied. Several processes
 * may do this at once: one applies, the others wait and find nothing to do. Each migration is one transaction.
 * Throws AppError when the database is newer than the program, when an applied migration was edited, or when one fails.
 */
export async function migrate({ url, folder, log }: MigrateOptions): Promise<readonly string[]> {
  const files = await readMigrations(folder);
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    await client.query(TABLE);
    const pending = pendingMigrations(files, await appliedMigrations(client));
    for (const file of pending) {
      log.info("Applying a migration", { migration: file.name });
      await applyMigration(client, file);
    }
    return pending.map((file) => file.name);
  } finally {
    // Ends the session and with it the lock.
    await client.end();
  }
}

async function appliedMigrations(client: Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null order by started_at`,
  );
  return rows;
}

function pendingMigrations(
  files: readonly MigrationFile[],
  applied: readonly AppliedMigration[],
): readonly MigrationFile[] {
  const known = new Map(files.map((file) => [file.name, file]));
  for (const { name, checksum, finished } of applied) {
    const file = known.get(name);
    if (!file) {
      throw new AppError(
        "conflict",
        `The database is newer than this Headroom: it has the migration ${name}. Start a newer Headroom, or restore an older backup.`,
      );
    }
    if (!finished) {
      throw new AppError("conflict", `The migration ${name} was left half applied by another tool: resolve it first.`);
    }
    if (file.checksum !== checksum) {
      throw new AppError("conflict", `The migration ${name} was changed after it had been applied to this database.`);
    }
  }
  const done = new Set(applied.map((migration) => migration.name));
  return files.filter((file) => !done.has(file.name));
}

async function applyMigration(client: Client, file: MigrationFile): Promise<void> {
  const startedAt = new Date();
  try {
    await client.query("begin");
    await client.query(file.sql);
    await client.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       values ($1, $2, now(), $3, $4, 1)`,
      [randomUUID(), file.checksum, file.name, startedAt],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new AppError("internal", `The migration ${file.name} failed; the database is as it was before.`, {
      cause: error,
    });
  }
}
