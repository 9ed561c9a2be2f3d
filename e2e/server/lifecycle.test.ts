import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { freePort } from "../../scripts/shared/free-port.mjs";
import { type ServerProcess, startServer } from "./server-process";

let folder: string;
let running: ServerProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "headroom-server-"));
});
afterEach(async () => {
  for (const server of running) {
    await server.end("SIGTERM");
  }
  running = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(variables: Readonly<Record<string, string>> = {}, port?: number): Promise<ServerProcess> {
  const server = startServer(port ?? (await freePort()), { HEADROOM_DATA: folder, HEADROOM_DEMO: "1", ...variables });
  running.push(server);
  return server;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

const postgresPid = async () =>
  Number((await readFile(path.join(folder, "postgres/cluster/postmaster.pid"), "utf8")).split("\n")[0]);

/** Signs in as the demo's responder and gives the cookie. */
async function signIn({ url }: ServerProcess): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ email: "responder@headroom.demo", password: "headroom-demo" }),
  });
  expect(response.status).toBe(200);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

async function nameOf({ url }: ServerProcess, cookie: string): Promise<string | undefined> {
  const session = await (await fetch(`${url}/api/auth/get-session`, { headers: { cookie } })).json();
  return session?.user.name;
}

test("stops within seconds on SIGTERM, with its database", async () => {
  const server = await start();
  await server.healthy();
  const pid = await postgresPid();
  expect(await server.end("SIGTERM")).toBeLessThan(5_000);
  expect(server.child.exitCode).toBe(0);
  expect(isRunning(pid)).toBe(false);
});

test("after a kill -9 the next start goes on with the same database and the same sessions", async () => {
  const first = await start();
  await first.healthy();
  const cookie = await signIn(first);
  const pid = await postgresPid();
  await first.end("SIGKILL");

  const second = await start();
  await second.healthy();
  expect(await postgresPid()).toBe(pid);
  expect(await nameOf(second, cookie)).toBe("Robin Responder");
});

test("a second server on the same data folder ends with one sentence, and the first goes on", async () => {
  const first = await start();
  await first.healthy();
  const second = await start();
  await once(second.child, "exit");
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toContain(`in use by another Headroom (process ${first.child.pid})`);
  await first.healthy();
});

test("a busy port is one line", async () => {
  const first = await start();
  await first.healthy();
  const port = Number(new URL(first.url).port);
  const second = await start({ HEADROOM_DATA: path.join(folder, "other") }, port);
  await once(second.child, "close");
  expect(second.child.exitCode).toBe(1);
  expect(second.output()).toBe(
    `Port ${port} is in use by another program. Choose another: PORT=${port + 1} npm start\n`,
  );
});

test("a configuration that cannot be used is one sentence", async () => {
  const file = path.join(folder, "headroom.yaml");
  await writeFile(file, "clusters: [{ name: Big Cluster }]");
  const server = await start({ HEADROOM_CONFIG: file });
  await once(server.child, "close");
  expect(server.child.exitCode).toBe(1);
  expect(server.output()).toMatch(/headroom: In .*headroom.yaml, clusters.0.name is not usable: must be lower-case/);
});

test("each page has a policy with a nonce of its own and cannot be framed", async () => {
  const server = await start();
  await server.healthy();
  const nonces = await Promise.all(
    [1, 2].map(async () => {
      const policy = (await fetch(`${server.url}/sign-in`)).headers.get("content-security-policy") ?? "";
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/script-src[^;]*unsafe/);
      return /'nonce-([^']+)'/.exec(policy)?.[1];
    }),
  );
  expect(nonces[0]).toMatch(/^[\w+/=]{20,}$/);
  expect(nonces[0]).not.toBe(nonces[1]);
});

test("what better-auth offers beyond signing in and out is not served", async () => {
  const server = await start();
  await server.healthy();
  const cookie = await signIn(server);
  for (const name of ["update-user", "delete-user", "sign-up/email", "list-sessions"]) {
    const response = await fetch(`${server.url}/api/auth/${name}`, {
      method: "POST",
      headers: { cookie, origin: server.url },
    });
    expect([name, response.status]).toEqual([name, 404]);
  }
});
