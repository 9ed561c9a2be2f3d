import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundle } from "../../../scripts/bundle.mjs";
import { createSandbox, startChild } from "./sandbox";
import { bareRequest, CHILD_BUNDLE, childPath } from "./testing/bundled-sandbox";

/** Code that has broken out of the interpreter: what could it do? Each attempt says what came of it. */
const PROBE = `
import "./no-network.ts";
import { lockDown } from "./lockdown.ts";
const send = process.send.bind(process);
lockDown();
const attempts = {
  "read a file": async () => (await import("node:fs")).readFileSync("/etc/passwd", "utf8"),
  "read a file by require": () => process.getBuiltinModule("fs").readFileSync("/etc/passwd", "utf8"),
  "open a socket": async () => (await import("node:net")).connect(PORT, "127.0.0.1"),
  "fetch": () => fetch("http://127.0.0.1:PORT/"),
  "ask by hand": () => new Request("http://127.0.0.1:PORT/"),
  "start a program": async () => (await import("node:child_process")).execSync("id"),
  "start a thread": async () => new (await import("node:worker_threads")).Worker("1", { eval: true }),
  "kill the server": () => process.kill(process.ppid, 0),
  "use internal bindings": () => process.binding("tcp_wrap"),
  "listen on a socket made from the channel": () => {
    const channel = Object.getOwnPropertySymbols(process).map((symbol) => process[symbol]).find((it) => it?.constructor?.name === "Pipe" || it?.writeUtf8String);
    return new channel.constructor(1).bind("SOCKET");
  },
  "turn the channel into a socket": () => {
    const channel = Object.getOwnPropertySymbols(process).map((symbol) => process[symbol]).find((it) => it?.writeUtf8String);
    return Object.getPrototypeOf(channel).bind.call(channel, "SOCKET");
  },
  "take a hook back": async () => (await import("node:module")).registerHooks({}),
  "see the environment": () => { if (Object.keys(process.env).some((name) => !name.startsWith("NODE_"))) { return JSON.stringify(process.env); } throw new Error("empty"); },
};
const outcomes = {};
for (const [name, attempt] of Object.entries(attempts)) {
  try { outcomes[name] = "done: " + String(await attempt()).slice(0, 60); } catch (error) { outcomes[name] = "refused"; }
}
send(outcomes);
`;

const READY = `process.send({ kind: "ready" });`;
const FLOOD =
  'Array.from({ length: 200 }, () => ({ kind: "call", callId: 1, name: "x", argv: [], stdin: "", env: {}, cwd: "/", output: "kept", errors: "own", maxLines: null }))';

const folder = mkdtempSync(path.join(tmpdir(), "headroom-probe-"));
let server: Server;
let connections = 0;

beforeAll(async () => {
  server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

describe("code that broke out of the interpreter", () => {
  it("reaches neither files, network, programs, threads, processes nor the environment", async () => {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const probe = path.join(folder, "probe.mjs");
    const resolveDir = fileURLToPath(new URL("./child", import.meta.url));
    await build({
      stdin: {
        contents: PROBE.replaceAll("PORT", String(port)).replaceAll("SOCKET", path.join(folder, "socket")),
        resolveDir,
        loader: "ts",
      },
      outfile: probe,
      bundle: true,
      platform: "node",
      format: "esm",
    });
    const child = startChild(probe, 64 * 1024 * 1024);
    child.ref();
    child.channel?.ref();
    const [outcomes] = (await once(child, "message")) as [Record<string, string>];
    child.kill("SIGKILL");
    expect(Object.entries(outcomes).filter(([, outcome]) => outcome !== "refused")).toEqual([]);
    expect(Object.keys(outcomes).length).toBe(13);
    expect(connections).toBe(0);
  });

  it.each([
    ["output that is no text", '{ kind: "output", stream: "stdout", text: { length: 1e9 } }'],
    ["a call without words", '{ kind: "call", callId: 1, name: "kubectl" }'],
    ["nonsense", "null"],
    ["a flood of calls", FLOOD],
  ])("harms only its own run by saying %s", async (_what, message) => {
    const liar = path.join(folder, "liar.mjs");
    writeFileSync(
      liar,
      `${READY} process.on("message", () => { for (const message of [${message}].flat()) process.send(message); });`,
    );
    const sandbox = createSandbox({ childPath: liar, warm: 0, limits: { commandCount: 100 } });
    const result = await sandbox.run(bareRequest);
    await sandbox.close();
    expect(result).toEqual({ ended: "crashed", exitCode: 1, variables: {} });
  });

  it("is ended from outside when it takes memory that the heap's limit does not see", async () => {
    const glutton = path.join(folder, "glutton.mjs");
    const greed = "const held = []; setInterval(() => held.push(Buffer.alloc(64 * 1024 * 1024, 1)), 20);";
    writeFileSync(glutton, `${READY} process.on("message", () => { ${greed} });`);
    const sandbox = createSandbox({ childPath: glutton, warm: 0 });
    const result = await sandbox.run(bareRequest);
    await sandbox.close();
    expect(result).toEqual({ ended: "memory", exitCode: 1, variables: {} });
  });

  it("finds no network code in the bundle", async () => {
    await bundle([CHILD_BUNDLE]);
    const text = readFileSync(childPath, "utf8");
    const imported = [...text.matchAll(/(?:from|import|require)\s*\(?\s*"((?:node:)?[a-z_/]+)"/g)].map(
      ([, name]) => name,
    );
    expect(imported).toContain("node:module");
    expect(
      imported.filter((name) =>
        /^(node:)?(net|tls|https?|http2|dns|dgram|child_process|worker_threads)\b/.test(name ?? ""),
      ),
    ).toEqual([]);
  });
});
