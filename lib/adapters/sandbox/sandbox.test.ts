import { monitorEventLoopDelay } from "node:perf_hooks";
import { describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { RunLimits } from "@/lib/core/shell/limits";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

type Options = {
  readonly variables?: Record<string, string>;
  readonly commands?: readonly NativeCommand[];
  readonly limits?: Partial<RunLimits>;
  readonly signal?: AbortSignal;
  readonly onOutput?: (text: string) => void;
};

async function run(script: string, options: Options = {}) {
  const pieces: { stream: string; text: string }[] = [];
  const result = await sandbox.run({
    ...bareRequest,
    script,
    variables: options.variables ?? {},
    commands: options.commands ?? [],
    signal: options.signal ?? bareRequest.signal,
    ...(options.limits && { limits: options.limits }),
    onOutput: (piece) => {
      pieces.push(piece);
      options.onOutput?.(piece.text);
    },
  });
  const text = (stream: string) =>
    pieces
      .filter((piece) => piece.stream === stream)
      .map((piece) => piece.text)
      .join("");
  return { ...result, stdout: text("stdout"), stderr: text("stderr"), pieces };
}

/** A native command that says what it was given, piece by piece. */
const echoing: NativeCommand = {
  name: "kubectl",
  run: async (argv, io) => {
    for (const word of argv) {
      io.write("stdout", `${word}\n`);
    }
    io.write("stderr", `${io.stdin}${io.env["MARK"] ?? ""}`);
    return argv.includes("fail") ? 3 : 0;
  },
};

const untilAborted: NativeCommand = {
  name: "kubectl",
  run: (_argv, io) =>
    new Promise((resolve) => {
      io.write("stdout", "following\n");
      io.signal.addEventListener("abort", () => resolve(130));
    }),
};

describe("what a script sees", () => {
  it("starts from the given variables and gives back what it set", async () => {
    const result = await run('B="$A and more"; export C=3; cd /tmp; pwd; echo "$B"', { variables: { A: "one" } });
    expect(result).toMatchObject({
      exitCode: 0,
      ended: "exit",
      stdout: "/tmp\none and more\n",
      variables: { B: "one and more", C: "3" },
    });
    expect(result.variables).not.toHaveProperty("PWD");
  });

  it("finds nothing of what its process has rehearsed", async () => {
    const said: string[][] = [];
    const noting: NativeCommand = { name: "kubectl", run: async (argv) => said.push([...argv]) && 0 };
    const result = await run('echo "<${name-unset}> $?"; ls -A /work /tmp; kubectl own', { commands: [noting] });
    expect(result).toMatchObject({ stdout: "<unset> 0\n/work:\n\n/tmp:\n", stderr: "", variables: {} });
    expect(said).toEqual([["own"]]);
  });

  it("pipes a native command's output into text tools, and takes it in substitutions", async () => {
    const result = await run('kubectl b a | sort\nX=$(kubectl one)\necho "<$X>"', { commands: [echoing] });
    expect(result.stdout).toBe("a\nb\n<one>\n");
  });

  it("hands a plain native command's output on as it comes, once", async () => {
    const result = await run("kubectl first second\necho then", { commands: [echoing] });
    expect(result.pieces.filter((piece) => piece.stream === "stdout").map((piece) => piece.text)).toEqual([
      "first\n",
      "second\n",
      "then\n",
    ]);
  });

  it("passes stdin, exported variables and the exit code of a native command", async () => {
    const result = await run("export MARK=m\necho in | kubectl fail", { commands: [echoing] });
    expect(result).toMatchObject({ exitCode: 3, stderr: "in\nm" });
  });

  it("keeps a function, set -e and the last status inside one script", async () => {
    expect((await run("f() { echo $1; }\nf x")).stdout).toBe("x\n");
    expect(await run("set -e\nfalse\necho not reached")).toMatchObject({ exitCode: 1, stdout: "" });
    expect((await run("false\necho $?")).stdout).toBe("1\n");
  });

  it.each([
    ["printf 'a b c' | xargs -n1 echo", "a\nb\nc\n"],
    ["echo a | xargs -I{} echo {}-{}", "a-a\n"],
    ["echo x | grep --color=auto x", "x\n"],
    ["echo é | cat", "é\n"],
    ["echo '{\"a\": [1, 2]}' | jq '.a[1]'", "2\n"],
  ])("runs %s", async (script, stdout) => {
    expect(await run(script)).toMatchObject({ exitCode: 0, stdout });
  });

  it("reads relative dates", async () => {
    const { stdout } = await run("date -d '1 hour ago' +%s");
    expect(Math.abs(Number(stdout) - (Date.now() / 1000 - 3600))).toBeLessThan(30);
  });

  it("says what is missing as a shell does", async () => {
    expect(await run("ffmpeg -i x")).toMatchObject({
      exitCode: 127,
      stderr: expect.stringContaining("ffmpeg: command not found"),
    });
  });

  it("turns a native command's bug into a failed command", async () => {
    const broken: NativeCommand = { name: "kubectl", run: () => Promise.reject(new Error("boom")) };
    expect(await run("kubectl x || echo caught", { commands: [broken] })).toMatchObject({
      exitCode: 0,
      stdout: "caught\n",
      stderr: "kubectl: boom\n",
    });
  });

  it("does not mix two runs at once, and leaves nothing for the next", async () => {
    const runs = await Promise.all(
      ["a", "b", "c"].map((name) => run(`X=${name}; echo ${name} > /tmp/f; cat /tmp/f; echo $X`)),
    );
    expect(runs.map((result) => result.stdout)).toEqual(["a\na\n", "b\nb\n", "c\nc\n"]);
    expect((await run('cat /tmp/f; echo "[$X]"')).stdout).toBe("[]\n");
  });
});

describe("what a script cannot do", () => {
  it("has no environment, files or network of the server", async () => {
    const result = await run(
      "env; cat /etc/passwd; cat /proc/self/environ; ls /work /root; curl http://127.0.0.1:1/; echo > /dev/tcp/127.0.0.1/1",
    );
    expect(result.stdout).not.toMatch(/root:|SECRET|node_modules/);
    expect(result.stderr).toContain("curl");
  });

  it.each([
    ["an endless loop", "while true; do :; done", { runTimeoutMs: 1500, loopIterations: 1e9, commandCount: 1e9 }],
    ["a fork bomb", ":(){ :|:& };:", { runTimeoutMs: 1500 }],
    ["a ReDoS", `echo ${"a".repeat(40)}b | grep -E '^(a+)+$'`, { runTimeoutMs: 1500 }],
    [
      "endless output",
      "while true; do echo 0123456789012345678901234567890123456789; done",
      { runTimeoutMs: 3000, outputBytes: 1e6, loopIterations: 1e9, commandCount: 1e9 },
    ],
    ["too much memory", "x=0123456789; while true; do x=$x$x; done", { runTimeoutMs: 5000 }],
  ])("%s costs its own run only", async (_what, script, limits) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const [hostile, peaceful] = await Promise.all([run(script, { limits }), run("echo fine")]);
    delay.disable();
    expect(hostile.exitCode).not.toBe(0);
    expect(peaceful.stdout).toBe("fine\n");
    expect(["exit", "deadline", "memory"]).toContain(hostile.ended);
    expect(delay.percentile(50) / 1e6).toBeLessThan(50);
  });
});

describe("cancelling", () => {
  it("stops a tight loop", async () => {
    const controller = new AbortController();
    const running = run("echo go\nwhile true; do :; done", {
      signal: controller.signal,
      onOutput: () => controller.abort(),
      limits: { loopIterations: 1e9, commandCount: 1e9 },
    });
    expect(await running).toMatchObject({ ended: "cancelled", stdout: "go\n" });
  });

  it("stops what a native command started, and keeps what it had said", async () => {
    const controller = new AbortController();
    const result = await run("kubectl logs -f x", {
      commands: [untilAborted],
      signal: controller.signal,
      onOutput: () => controller.abort(),
    });
    expect(result).toMatchObject({ ended: "cancelled", stdout: "following\n", exitCode: 130 });
  });

  it("ends at the deadline", async () => {
    const commands = [untilAborted];
    const late = { ended: "deadline", exitCode: 124 };
    const plain = { runTimeoutMs: 300, liveTimeoutMs: 600_000 };
    expect(await run("kubectl get x", { commands, limits: plain })).toMatchObject(late);
    // What somebody watches has a deadline of its own.
    const live = { runTimeoutMs: 1, liveTimeoutMs: 600_000 };
    expect(await run("kubectl logs -f x", { commands: [echoing], limits: live })).toMatchObject({ ended: "exit" });
  });
});
