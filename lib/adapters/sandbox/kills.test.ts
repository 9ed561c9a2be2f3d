import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import { bareRequest, bundledSandbox, childPath } from "./testing/bundled-sandbox";

const root = fileURLToPath(new URL("../../../", import.meta.url));
/** `npm run soak`, with the machine to itself, asks for five seconds. */
const LIMIT_MS = Number(process.env["ENDS_WITHIN_MS"] ?? 20_000);

/** A server that runs one script and says so. */
const PARENT = `
import { createSandbox } from "./sandbox.ts";
const sandbox = createSandbox({ childPath: process.argv[2] });
void sandbox.run({
  script: process.argv[3], variables: {}, commands: [], signal: new AbortController().signal,
  grant: { runId: "r", actor: { kind: "system", name: "test" }, ceiling: "read", clusters: [], execs: [], readList: [], endpoints: [] },
  onOutput: () => console.log("runs"),
});
`;

// Inside of the repository, so that what it imports is found.
const folder = mkdtempSync(path.join(root, "node_modules/.headroom-kills-"));
const sandbox = bundledSandbox({ warm: 0 });

beforeAll(async () => {
  await build({
    stdin: { contents: PARENT, resolveDir: fileURLToPath(new URL(".", import.meta.url)), loader: "ts" },
    outfile: path.join(folder, "parent.mjs"),
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["react-server"],
    alias: { "@": root },
  });
});
afterAll(() => rmSync(folder, { recursive: true }));

function childrenOf(pid: number): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}

const isLinux = existsSync(`/proc/${process.pid}/task/${process.pid}/children`);

describe.skipIf(!isLinux)("a server that is killed leaves no child behind", () => {
  it.each([
    ["waits", "echo go; sleep 600"],
    ["computes", "echo go; while true; do :; done"],
  ])("that %s", async (_what, script) => {
    const parent = spawn(process.execPath, [path.join(folder, "parent.mjs"), childPath, script]);
    await once(parent.stdout, "data");
    const children = childrenOf(parent.pid ?? 0);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    expect(children.length).toBeGreaterThan(0);
    await vi.waitFor(() => expect(children.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]), {
      timeout: LIMIT_MS,
    });
  });
});

describe.skipIf(!isLinux)("a child that is killed", () => {
  it.each([
    ["while it computes", "echo go; while true; do :; done"],
    ["while a command acts for it", "kubectl follow"],
  ])("%s ends its run as crashed, and what acted for it", async (_what, script) => {
    const before = new Set(childrenOf(process.pid));
    let isStopped = false;
    const follow: NativeCommand = {
      name: "kubectl",
      run: (_argv, { signal, write }) =>
        new Promise((resolve) => {
          write("stdout", "following\n");
          signal.addEventListener("abort", () => {
            isStopped = true;
            resolve(130);
          });
        }),
    };
    let killedAt = 0;
    const result = await sandbox.run({
      ...bareRequest,
      script,
      commands: [follow],
      limits: { loopIterations: 1e9, commandCount: 1e9 },
      onOutput: () => {
        killedAt = performance.now();
        // What runs is not told: as the kernel does it when memory is short.
        for (const pid of childrenOf(process.pid).filter((child) => !before.has(child))) {
          process.kill(pid, "SIGKILL");
        }
      },
    });
    expect(result).toEqual({ ended: "crashed", exitCode: 1, variables: {} });
    expect(performance.now() - killedAt).toBeLessThan(LIMIT_MS);
    expect(isStopped || !script.includes("follow")).toBe(true);
  });
});
