import { beforeEach, describe, expect, it } from "vitest";
import { createWorld, type World } from "../world/world.ts";
import type { CommandResult } from "./command.ts";
import { type Machine, machineOf } from "./machine.ts";
import { containerEnvironment, runScript } from "./shell.ts";

let world: World;

beforeEach(() => {
  world = createWorld({ seed: 1, scenario: "calm", startMs: 0 });
  world.advance(60);
});

function machine(app: string): Machine {
  const live = [...world.context.live.values()].find(({ key }) => key.name.startsWith(`${app}-`));
  const found = live === undefined ? undefined : machineOf(world.context, live);
  if (found === undefined) {
    throw new Error(`no pod of ${app}`);
  }
  return found;
}

function run(script: string, app = "tickstorm"): Promise<CommandResult> {
  const at = machine(app);
  const signal = new AbortController().signal;
  return runScript(script, { machine: at, stdin: "", environment: containerEnvironment(at), signal });
}

describe("scripts", () => {
  it.each([
    ["echo a b | wc -w", "2\n"],
    ["false || echo rescued", "rescued\n"],
    ["true && echo both; echo after", "both\nafter\n"],
    ['X=3; echo "x is $X"', "x is 3\n"],
    ["echo $(echo inner) '$(raw)'", "inner $(raw)\n"],
    [`echo \${UNSET:-fallback}`, "fallback\n"],
    ["nosuch 2>/dev/null; echo $?", "127\n"],
    ["! false && echo yes", "yes\n"],
    ["(echo one; echo two) | sort -r | head -n 1", "two\n"],
    ["cat /etc/none 2>&1 | grep -c 'No such'", "1\n"],
  ])("runs %s", async (script, stdout) => {
    expect((await run(script)).stdout).toBe(stdout);
  });

  it("reports a syntax error instead of guessing", async () => {
    expect(await run("echo 'open")).toMatchObject({ exitCode: 2, stdout: "" });
  });
});

describe("what a runbook asks of a container", () => {
  it("finds the process and shows its memory as the kernel does", async () => {
    const { stdout } = await run('cat /proc/$(pgrep tickstorm)/status | grep -E "(VmSize|VmRSS|VmData|VmStk)"');
    expect(stdout).toMatch(/^VmSize:\t +\d+ kB\nVmRSS:\t +\d+ kB\nVmData:\t +\d+ kB\nVmStk:\t +132 kB\n$/);
    expect((await run("ps -p $(pgrep tickstorm) -o pid,vsz,rss,pmem")).stdout).toMatch(
      /PID +VSZ +RSS %MEM\n +1 +\d+ +\d+ +\d/,
    );
  });

  it("agrees in /proc, ps and the metrics on the resident memory", async () => {
    const rss = Number((await run("grep VmRSS /proc/1/status | awk '{print $2}'")).stdout) * 1024;
    const metric = Number(
      (await run("curl -s localhost:9090/metrics | grep ^tick_storm_memory | awk '{print $2}'")).stdout,
    );
    expect(Math.abs(rss - metric)).toBeLessThan(2048);
  });

  it("shows the node's memory", async () => {
    const { stdout } = await run("free -h");
    expect(stdout).toMatch(/^ +total +used +free +shared +buff\/cache +available\nMem: +16Gi/);
    expect(
      (await run('cat /proc/meminfo | grep -E "(MemTotal|MemAvailable|MemFree)"')).stdout.split("\n"),
    ).toHaveLength(4);
  });

  it("lists Go's collector figures", async () => {
    const { stdout } = await run("curl -s http://localhost:9090/metrics | grep go_gc");
    expect(stdout).toMatch(/^go_gc_duration_seconds_count \d+$/m);
  });

  it("refuses a connection to a port on which nothing listens", async () => {
    expect(await run("curl localhost:1234")).toMatchObject({
      exitCode: 7,
      stderr: expect.stringContaining("Failed to connect to localhost port 1234"),
    });
  });

  it("answers /debug/memory only with tracemalloc on", async () => {
    expect((await run("curl -s localhost:8000/debug/memory", "sie-api")).stdout).toContain("PYTHONTRACEMALLOC=1");
    expect(await run("curl -sf localhost:8000/debug/memory", "sie-api")).toMatchObject({ exitCode: 22 });
  });

  it("ends the process on SIGTERM, so that the container restarts", async () => {
    const { live } = machine("sie-api");
    await run("kill 1", "sie-api");
    world.advance(10);
    expect(live).toMatchObject({ restarts: 1, phase: "running" });
  });

  it("fails to signal nobody", async () => {
    expect((await run("kill -USR1 $(pgrep nothing)")).exitCode).not.toBe(0);
  });
});
