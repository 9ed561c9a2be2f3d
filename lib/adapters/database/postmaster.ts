import "server-only";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { open, readFile, rm, truncate } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { Client } from "pg";
import { AppError } from "@/lib/core/kernel/app-error";
import { hasCode, isAlive } from "./folder-lock";
import { type PostgresHome, processEnvironment } from "./postgres-home";

const run = promisify(execFile);

/** Only names the socket's file: the server has no TCP port. */
export const SOCKET_PORT = 5432;
const limits = {
  /** Recovery after a crash under load is part of a start. */
  startTimeoutMs: 60_000,
  pollMs: 20,
  /** Server processes of a killed postmaster leave within moments; until then a new one refuses to start. */
  attempts: 12,
  attemptPauseMs: 250,
  logBytes: 8 * 1024 * 1024,
};

export type Postmaster = { readonly pid: number; readonly wasRunning: boolean };

/** The cluster's postmaster, ready for connections to `url`: the one that runs, else a new one. */
export async function adoptOrStartPostmaster(home: PostgresHome, url: string): Promise<Postmaster> {
  const found = await runningPostmaster(home);
  if (found !== null && (await becomesReady(url, found))) {
    return { pid: found, wasRunning: true };
  }
  for (let attempt = 1; attempt <= limits.attempts; attempt += 1) {
    const pid = await startPostmaster(home, url);
    if (await becomesReady(url, pid)) {
      return { pid, wasRunning: false };
    }
    await delay(limits.attemptPauseMs);
  }
  const tail = (await readFile(home.logFile, "utf8")).trim().split("\n").slice(-5).join("\n");
  throw new AppError("upstream-unavailable", `The embedded Postgres does not start; its log is ${home.logFile}.`, {
    cause: new Error(tail),
  });
}

/** The pid of a live postmaster of this very cluster, else null. Removes a stale postmaster.pid whose pid was reused. */
async function runningPostmaster(home: PostgresHome): Promise<number | null> {
  const file = path.join(home.cluster, "postmaster.pid");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (hasCode(error, "ENOENT")) {
      return null;
    }
    throw error;
  }
  const pid = Number(text.split("\n")[0]);
  if (!isAlive(pid)) {
    return null;
  }
  if ((await commandLine(pid)).includes(home.cluster)) {
    return pid;
  }
  await rm(file, { force: true });
  return null;
}

async function commandLine(pid: number): Promise<string> {
  if (process.platform === "linux") {
    return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  }
  return run("ps", ["-o", "args=", "-p", String(pid)]).then(
    ({ stdout }) => stdout,
    () => "",
  );
}

/** Starts the server in a session of its own, so that a Ctrl-C in the terminal reaches Headroom and not Postgres. */
async function startPostmaster(home: PostgresHome, url: string): Promise<number> {
  if (await answers(url)) {
    throw new AppError("conflict", `The database in ${home.cluster} is in use from another container or machine.`);
  }
  const logFile = await open(home.logFile, "a", 0o600);
  try {
    if ((await logFile.stat()).size > limits.logBytes) {
      await truncate(home.logFile);
    }
    const child = spawn(home.postgres, serverWords(home), {
      ...home.user,
      env: processEnvironment,
      cwd: path.dirname(home.cluster),
      detached: true,
      stdio: ["ignore", logFile.fd, logFile.fd],
    });
    return await pidOf(child);
  } finally {
    await logFile.close();
  }
}

function serverWords(home: PostgresHome): string[] {
  const settings = {
    listen_addresses: "",
    unix_socket_directories: home.socketFolder,
    unix_socket_permissions: "0700",
    port: String(SOCKET_PORT),
    max_connections: "60",
    log_timezone: "UTC",
    timezone: "UTC",
  };
  return ["-D", home.cluster, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}

function pidOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.once("error", (error) => {
      reject(new AppError("upstream-unavailable", "The embedded Postgres cannot be executed.", { cause: error }));
    });
    child.once("spawn", () => {
      child.unref();
      resolve(child.pid ?? 0);
    });
  });
}

/** False when the process ended first. */
async function becomesReady(url: string, pid: number): Promise<boolean> {
  const deadline = performance.now() + limits.startTimeoutMs;
  while (!(await answers(url))) {
    if (!isAlive(pid) || performance.now() > deadline) {
      return false;
    }
    await delay(limits.pollMs);
  }
  return true;
}

/** True when the server accepts a connection with our password; anything else is "not yet". */
async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    if (hasCode(error, "28P01")) {
      throw new AppError(
        "upstream-unavailable",
        "The embedded Postgres does not accept the password in postgres-password: put back the file that belongs to this data folder.",
        { cause: error },
      );
    }
    return false;
  }
  await client.end();
  return true;
}
