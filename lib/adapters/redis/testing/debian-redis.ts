import "server-only";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { freePort } from "../../../../scripts/shared/free-port.mjs";

/** Debian's redis-server and redis-cli are on this machine. */
export const hasRedis = existsSync("/usr/bin/redis-server") && existsSync("/usr/bin/redis-cli");

export type DebianRedis = { readonly port: number; stop(): Promise<void> };

/** A server on loopback that keeps nothing; with a password when one is given. */
export async function startRedis(password?: string): Promise<DebianRedis> {
  const folder = mkdtempSync("/tmp/hr-redis-");
  const port = await freePort();
  const flags = ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder];
  const server = spawn("redis-server", [...flags, ...(password === undefined ? [] : ["--requirepass", password])]);
  const ended = once(server, "exit");
  await new Promise<void>((resolve, reject) => {
    server.once("exit", () => reject(new Error("Redis ended while it started")));
    server.stdout.on("data", (piece) => {
      if (String(piece).includes("Ready to accept connections")) {
        resolve();
      }
    });
  });
  return {
    port,
    stop: async () => {
      server.kill("SIGKILL");
      await ended;
      rmSync(folder, { recursive: true });
    },
  };
}
