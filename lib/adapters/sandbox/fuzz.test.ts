import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { runLimits } from "@/lib/core/shell/limits";
import { type Sandbox, startChild } from "./sandbox";
import { superviseRun } from "./supervise-run";
import { bareRequest, bundledSandbox, childPath } from "./testing/bundled-sandbox";
import { damagedScript } from "./testing/damaged-script";

const SEED = 20_261_124;
const SCRIPTS = 30;

const folder = mkdtempSync(path.join(tmpdir(), "headroom-fuzz-"));
const sandbox = bundledSandbox({
  warm: 1,
  limits: { runTimeoutMs: 3_000, liveTimeoutMs: 3_000, loopIterations: 1_000 },
});
afterAll(() => rmSync(folder, { recursive: true }));

async function watched(start: Sandbox["run"], text: string) {
  let output = "";
  const result = await start({
    ...bareRequest,
    script: text,
    onOutput: (piece) => {
      output += piece.text;
    },
  });
  return { ...result, output };
}

describe("scripts from a grammar, damaged", () => {
  it("end in a true state and show no file of the machine, each of them", { timeout: 120_000 }, async () => {
    for (const text of fc.sample(damagedScript, { seed: SEED, numRuns: SCRIPTS })) {
      const { ended, output } = await watched(sandbox.run, text);
      expect(["exit", "deadline"], text).toContain(ended);
      expect(output, text).not.toMatch(/root:[^:]*:0:0:/);
    }
  });
});

const TRACED = "trace=open,openat,socket,connect,execve,execveat,fork,vfork";
const hasStrace = spawnSync("strace", ["-V"]).status === 0;

describe("a traced child (skipped without strace)", () => {
  it.skipIf(!hasStrace)("opens no file and no socket and starts no program while scripts run", async () => {
    const child = startChild(childPath, runLimits.sandboxMemoryBytes);
    await once(child, "message");
    const file = path.join(folder, "trace");
    const tracer = spawn("strace", ["-f", "-e", TRACED, "-o", file, "-p", String(child.pid)]);
    await once(tracer.stderr, "data");
    const attempts = "cat /etc/passwd; ls /proc/self; echo > /dev/tcp/127.0.0.1/22; curl http://127.0.0.1/; bash -c id";
    const { output } = await watched((request) => superviseRun(child, request, runLimits), `${attempts}; echo end`);
    await once(tracer, "exit");
    expect(output).toMatch(/end\n$/);
    // The child that ran them is the one that was looked at.
    expect(readFileSync(file, "utf8")).toMatch(/killed by SIGKILL/);
    const calls = readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => /\w\(.*= \d/.test(line))
      // The C library counts the cores when one more thread of Node's takes memory.
      .filter((line) => !line.includes('"/sys/devices/system/cpu/online", O_RDONLY'));
    expect(calls).toEqual([]);
  });
});
