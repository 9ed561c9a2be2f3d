import "server-only";
import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { freePort } from "../../../../scripts/shared/free-port.mjs";

const HOME = "/usr/lib/postgresql";

/** The folder of Debian's server programs; null when they, or the user they run as, are missing. */
export function findPostgres(): string | null {
  const versions = existsSync(HOME) ? readdirSync(HOME).sort() : [];
  const folder = path.join(HOME, versions.at(-1) ?? "none", "bin");
  return existsSync(path.join(folder, "postgres")) && process.getuid?.() === 0 && existsSync("/usr/bin/psql")
    ? folder
    : null;
}

export type DebianPostgres = { readonly port: number; readonly url: string; stop(): Promise<void> };

/** A server of Debian's package on loopback, in a folder of its own, without passwords but for user `locked`. */
export async function startPostgres(programs: string): Promise<DebianPostgres> {
  const folder = mkdtempSync("/tmp/hr-pg-");
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { encoding: "utf8" }));
  const owner = { uid: id("-u"), gid: id("-g") };
  chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, "data");
  execFileSync(path.join(programs, "initdb"), ["-D", data, "-U", "postgres", "-A", "trust", "--locale=C.UTF-8"], owner);
  const port = await freePort();
  const settings = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off", "-c", "timezone=UTC"];
  const server = spawn(path.join(programs, "postgres"), ["-D", data, "-p", `${port}`, "-k", folder, ...settings], {
    ...owner,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => {
    server.once("exit", () => resolve());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("exit", () => reject(new Error("Postgres ended while it started")));
    server.stderr.on("data", (piece) => {
      if (String(piece).includes("ready to accept connections")) {
        resolve();
      }
    });
  });
  return {
    port,
    url: `postgresql://postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      server.kill("SIGINT");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
