import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "./generated/client";
import type { Database } from "./transaction";

export type OpenDatabase = { readonly database: Database; readonly url: string; close(): Promise<void> };

const limits = {
  poolSize: 20,
  connectTimeoutMs: 10_000,
  idleTimeoutMs: 30_000,
  /** How long a transaction waits for a connection, and how long it may take. */
  transactionWaitMs: 10_000,
  transactionTimeoutMs: 20_000,
};

/** A client with a connection pool of its own; connects at the first query. */
export function openDatabase(url: string, poolSize = limits.poolSize): OpenDatabase {
  const adapter = new PrismaPg({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    idleTimeoutMillis: limits.idleTimeoutMs,
  });
  const client = new PrismaClient({
    adapter,
    transactionOptions: { maxWait: limits.transactionWaitMs, timeout: limits.transactionTimeoutMs },
  });
  return { database: client, url, close: () => client.$disconnect() };
}

/**
 * Has the client load its query compiler and plan a first query. Both hold the event loop for a tenth of a second and more,
 * so that they belong before the first request.
 */
export async function warmDatabase(database: Database): Promise<void> {
  await database.runbookFile.findFirst({ select: { slug: true } });
}

// Routes, actions and instrumentation.ts are bundled apart and share no module state.
const shared: { headroomDatabase?: Promise<OpenDatabase> } = globalThis as {
  headroomDatabase?: Promise<OpenDatabase>;
};

/** Makes the database of this process known, while it is still being started. */
export function provideDatabase(opening: Promise<OpenDatabase>): void {
  shared.headroomDatabase = opening;
  // Whoever needs the database sees the failure; here it must not end the process.
  opening.catch(() => undefined);
}

/** The database of this process with its URL, once it is started and migrated. Throws what the start threw. */
export async function openedDatabase(): Promise<OpenDatabase> {
  if (!shared.headroomDatabase) {
    throw new Error("the database was not started: instrumentation.ts calls bootDatabase()");
  }
  return shared.headroomDatabase;
}

/** The database of this process, once it is started and migrated. Throws what the start threw. */
export async function databaseReady(): Promise<Database> {
  return (await openedDatabase()).database;
}
