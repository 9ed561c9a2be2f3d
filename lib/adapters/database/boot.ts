import "server-only";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import type { Config } from "@/lib/adapters/config/config";
import type { Log } from "@/lib/adapters/log/log";
import { AppError } from "@/lib/core/kernel/app-error";
import { type OpenDatabase, openDatabase, provideDatabase, warmDatabase } from "./client";
import { startEmbeddedPostgres } from "./embedded";
import { migrate } from "./migrate";
import type { Database } from "./transaction";

const limits = { connectMs: 60_000, pauseMs: 500 };

export type BootedDatabase = {
  /** Started, migrated and known to `databaseReady()`. */
  readonly ready: Promise<OpenDatabase>;
  /** Closes the connections and stops the embedded Postgres, also one that is still starting. */
  stop(): Promise<void>;
};

export type BootOptions = {
  readonly config: Pick<Config, "databaseUrl" | "dataFolder">;
  readonly log: Log;
  /** Done after the migrations and before anyone else gets the database. */
  readonly prepare?: (database: Database) => Promise<void>;
};

/** Starts the database of this process in the background: the operator's, or an embedded one, then the migrations. */
export function bootDatabase({ config, log, prepare }: BootOptions): BootedDatabase {
  const server = config.databaseUrl === null ? startOwn(config.dataFolder, log) : waitFor(config.databaseUrl, log);
  const ready = server.then(async ({ url }) => {
    await migrate({ url, folder: path.resolve("prisma/migrations"), log });
    const opened = openDatabase(url);
    await warmDatabase(opened.database);
    await prepare?.(opened.database);
    return opened;
  });
  provideDatabase(ready);
  return {
    ready,
    stop: async () => {
      const [opened, started] = await Promise.allSettled([ready, server]);
      if (opened.status === "fulfilled") {
        await opened.value.close();
      }
      if (started.status === "fulfilled") {
        await started.value.stop();
      }
    },
  };
}

type Server = { readonly url: string; stop(): Promise<void> };

async function startOwn(folder: string, log: Log): Promise<Server> {
  const postgres = await startEmbeddedPostgres({ folder, nodeModules: path.resolve("node_modules"), log });
  log.debug("The embedded Postgres is ready", { folder, adopted: postgres.adopted });
  return postgres;
}

/** The operator's database may start at the same moment as Headroom. */
async function waitFor(url: string, log: Log): Promise<Server> {
  const deadline = performance.now() + limits.connectMs;
  for (;;) {
    const failure = await tryToConnect(url);
    if (failure === null) {
      return { url, stop: async () => undefined };
    }
    if (performance.now() > deadline || !isPassing(failure)) {
      throw new AppError("upstream-unavailable", "The database that DATABASE_URL names does not answer.", {
        cause: failure,
      });
    }
    log.warn("Waiting for the database that DATABASE_URL names");
    await delay(limits.pauseMs);
  }
}

async function tryToConnect(url: string): Promise<unknown> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.end();
    return null;
  } catch (error) {
    return error;
  }
}

/** Wrong credentials or an unknown database stay wrong; a refused connection or a starting server (57P03) does not. */
function isPassing(failure: unknown): boolean {
  const code = failure instanceof Error && "code" in failure ? String(failure.code) : "";
  return !/^(28|3D)/.test(code);
}
