import "server-only";
import { execFile } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chown, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import type { Log } from "@/lib/adapters/log/log";
import { AppError } from "@/lib/core/kernel/app-error";
import { hasCode, isAlive, lockFolder } from "./folder-lock";
import { type PostgresHome, preparePostgresHome, processEnvironment } from "./postgres-home";
import { adoptOrStartPostmaster, SOCKET_PORT } from "./postmaster";

const run = promisify(execFile);

const ROLE = "headroom";
const DATABASE = "headroom";
const limits = { stopTimeoutMs: 10_000, stopPollMs: 20, watchMs: 250 };

export type EmbeddedPostgres = {
  /** For `pg` and Prisma: a Unix socket in the data folder, with the password. */
  readonly url: string;
  /** True when a server that outlived an earlier Headroom was taken over. */
  readonly adopted: boolean;
  stop(): Promise<void>;
};

export type EmbeddedOptions = {
  /** Headroom's data folder; made when missing. */
  readonly folder: string;
  readonly nodeModules: string;
  readonly log: Log;
};

/**
 * A Postgres of Headroom's own, ready for connections. Made once with a random password, reachable only through a
 * socket that its user and root may open, started again when it dies, stopped by `stop()`.
 * Throws AppError: `conflict` when another Headroom uses the folder, `upstream-unavailable` when it cannot run.
 */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const lock = await lockFolder(options.folder);
  try {
    const home = await preparePostgresHome(options.folder, options.nodeModules);
    const password = await passwordOf(options.folder);
    await createCluster(home, password);
    const maintenanceUrl = urlOf(home, password, "postgres");
    const first = await adoptOrStartPostmaster(home, maintenanceUrl);
    await createDatabase(maintenanceUrl);
    const keeper = keepRunning(first.pid, {
      log: options.log,
      start: async () => (await adoptOrStartPostmaster(home, maintenanceUrl)).pid,
    });
    return {
      url: urlOf(home, password, DATABASE),
      adopted: first.wasRunning,
      stop: async () => {
        await keeper.stop();
        await lock.release();
      },
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

function urlOf(home: PostgresHome, password: string, database: string): string {
  return `postgresql://${ROLE}:${password}@localhost:${SOCKET_PORT}/${database}?host=${encodeURIComponent(home.socketFolder)}`;
}

async function passwordOf(folder: string): Promise<string> {
  const file = path.join(folder, "postgres-password");
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if (!hasCode(error, "ENOENT")) {
      throw error;
    }
  }
  const password = randomBytes(24).toString("hex");
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: "wx" });
  return password;
}

/** initdb into a draft folder that gets its name when it is complete: a kill half-way leaves nothing that looks made. */
async function createCluster(home: PostgresHome, password: string): Promise<void> {
  const parent = path.dirname(home.cluster);
  const present = await readdir(parent);
  if (present.includes(path.basename(home.cluster))) {
    return;
  }
  for (const leftover of present.filter((name) => name.startsWith("draft-"))) {
    await rm(path.join(parent, leftover), { recursive: true, force: true });
  }
  const draft = path.join(parent, `draft-${randomUUID()}`);
  const passwordFile = `${draft}-password`;
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (home.user) {
    await chown(passwordFile, home.user.uid, home.user.gid);
  }
  const words = [`--pgdata=${draft}`, `--username=${ROLE}`, `--pwfile=${passwordFile}`];
  try {
    await run(home.initdb, [...words, "--auth=scram-sha-256", "--locale=C", "--encoding=UTF8"], {
      ...home.user,
      env: processEnvironment,
      cwd: parent,
    });
  } catch (error) {
    throw new AppError("upstream-unavailable", `The embedded Postgres could not be set up in ${parent}.`, {
      cause: error,
    });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(draft, home.cluster);
}

type Keeper = { readonly log: Log; readonly start: () => Promise<number> };

/** Looks after the process, also one it did not start: when it is gone, there is a new one within a second. */
function keepRunning(firstPid: number, { log, start }: Keeper): { stop(): Promise<void> } {
  let pid = firstPid;
  let restart: Promise<void> | null = null;
  const timer = setInterval(() => {
    if (restart || isAlive(pid)) {
      return;
    }
    log.warn("The embedded Postgres ended; starting it again", { pid });
    restart = start()
      .then((next) => {
        pid = next;
      })
      .catch((error: unknown) => {
        log.error("The embedded Postgres does not start", { error });
      })
      .finally(() => {
        restart = null;
      });
  }, limits.watchMs);
  timer.unref();
  // A process that ends without stop() must not leave the server behind when it can be helped.
  const onExit = () => signalIfAlive(pid, "SIGINT");
  process.once("exit", onExit);
  return {
    stop: async () => {
      clearInterval(timer);
      process.off("exit", onExit);
      await restart;
      await stopPostmaster(pid);
    },
  };
}

/** SIGINT is Postgres' fast shutdown, SIGQUIT its immediate one. */
async function stopPostmaster(pid: number): Promise<void> {
  signalIfAlive(pid, "SIGINT");
  const deadline = performance.now() + limits.stopTimeoutMs;
  while (isAlive(pid) && performance.now() < deadline) {
    await delay(limits.stopPollMs);
  }
  signalIfAlive(pid, "SIGQUIT");
}

function signalIfAlive(pid: number, signal: NodeJS.Signals): void {
  if (isAlive(pid)) {
    process.kill(pid, signal);
  }
}

async function createDatabase(maintenanceUrl: string): Promise<void> {
  const client = new Client({ connectionString: maintenanceUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query("select 1 from pg_database where datname = $1", [DATABASE]);
    if (rowCount === 0) {
      await client.query(`create database ${DATABASE}`);
    }
  } finally {
    await client.end();
  }
}
