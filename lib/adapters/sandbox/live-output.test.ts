import { describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import type { RunLimits } from "@/lib/core/shell/limits";
import { bareRequest, bundledSandbox } from "./testing/bundled-sandbox";

const sandbox = bundledSandbox();

type Options = {
  readonly limits?: Partial<RunLimits>;
  readonly command?: NativeCommand;
  /** Called with all output so far, each time there is more. */
  onText?(text: string, abort: () => void): void;
};

async function run(script: string, options: Options = {}) {
  const controller = new AbortController();
  const pieces: string[] = [];
  const result = await sandbox.run({
    ...bareRequest,
    script,
    commands: [options.command ?? kubectl],
    signal: controller.signal,
    ...(options.limits && { limits: options.limits }),
    onOutput: ({ text }) => {
      pieces.push(text);
      options.onText?.(pieces.join(""), () => controller.abort());
    },
  });
  return { ...result, pieces, text: pieces.join("") };
}

/** `kubectl follow` prints a line, then one more at each turn, until it is ended; anything else prints its words. */
const kubectl: NativeCommand = {
  name: "kubectl",
  run: async (argv, io) => {
    if (argv[0] !== "follow") {
      io.write("stderr", argv.includes("--warn") ? "warning\n" : "");
      io.write("stdout", `${argv.join(" ")}\n`);
      return 0;
    }
    for (let line = 1; !io.signal.aborted; line += 1) {
      io.write("stdout", `line ${line}\n`);
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
    return 130;
  },
};

describe("output while it is produced", () => {
  it("comes from inside a loop, in order, each piece once", async () => {
    const { pieces } = await run("for i in 1 2; do echo before $i; kubectl get $i; echo after $i; done");
    expect(pieces).toEqual(["before 1\n", "get 1\n", "after 1\n", "before 2\n", "get 2\n", "after 2\n"]);
  });

  it("comes from a loop that never ends", async () => {
    const { ended, pieces } = await run("while true; do kubectl top; sleep 0.01; done", {
      onText: (text, abort) => text.length > 15 && abort(),
    });
    expect(ended).toBe("cancelled");
    expect(pieces.length).toBeGreaterThanOrEqual(4);
  });

  it("comes statement by statement where a comment and a text only speak of what a whole script needs", async () => {
    const { pieces } = await run("# shift, set -x, x=(1 2)\necho 'getopts & mapfile'\nA=1\necho $A\ncd /tmp; pwd");
    expect(pieces).toEqual(["getopts & mapfile\n", "1\n", "/tmp\n"]);
  });

  it("of a command inside another's words goes into the words", async () => {
    expect((await run("kubectl logs $(kubectl get name)")).text).toBe("logs get name\n");
  });

  it("keeps errors where the script sends them", async () => {
    expect((await run("kubectl get --warn 2>/dev/null")).text).toBe("get --warn\n");
    expect((await run("kubectl get --warn 2>&1 | sort")).text).toBe("get --warn\nwarning\n");
    expect((await run("kubectl get --warn 2>&1")).text.split("\n").toSorted()).toEqual(["", "get --warn", "warning"]);
  });

  it("of watch comes again and again until it is cancelled", async () => {
    const { ended, text } = await run("watch -n 0.1 'kubectl get pods'", {
      onText: (sofar, abort) => (sofar.match(/get pods\n/g) ?? []).length >= 4 && abort(),
    });
    expect(ended).toBe("cancelled");
    expect(text).toMatch(/^Every 0\.1s: kubectl get pods\n\nget pods\n\nEvery 0\.1s/);
  });
});

describe("state between statements", () => {
  it.each([
    ["a function", "show() { kubectl get $1; }\nshow a\nshow b", "get a\nget b\n", 0],
    ["the last status", "false\necho $?\nkubectl get\necho $?", "1\nget\n0\n", 0],
    ["set -e", "set -e\nfalse || true\nif false; then echo no; fi\necho on\nfalse\necho never", "on\n", 1],
    ["pipefail", "set -o pipefail\nfalse | cat\necho $?", "1\n", 0],
    ["set -u", "set -u\necho a\necho $NONE\necho never", "a\nbash: NONE: unbound variable\n", 1],
    ["exit in the middle", "echo a\nexit 4\necho never", "a\n", 4],
    ["exit inside a function", "leave() { exit 5; }\nleave\necho never", "", 5],
    ["an array", 'a=(x "y z")\necho "${a[1]}"', "y z\n", 0],
    ["a trap on exit", "trap 'echo bye' EXIT\necho hi\nexit 3", "hi\nbye\n", 3],
    ["a trap on errors", "trap 'echo \"bad $LINENO\"' ERR\n\nf() { false; }\nf\necho $LINENO", "bad 4\n5\n", 0],
    ["files and the directory", "mkdir d\ncd d\necho x > f\ncat /work/d/f; pwd", "x\n/work/d\n", 0],
    ["unexported variables", "A=1\nB=$A$A\necho $B", "11\n", 0],
  ])("carries %s", async (_what, script, text, exitCode) => {
    expect(await run(script)).toMatchObject({ text, exitCode });
  });
});

describe("a pipeline that goes on", () => {
  it.each([
    ["grep", "kubectl follow -f | grep '[13]$'", /^line 1\nline 3\n/],
    ["sed and cut", "kubectl follow -f | sed 's/line/row/' | cut -d' ' -f1,2", /^row 1\nrow 2\n/],
    ["awk and tr", "kubectl follow -f | awk '{print $2 \":\" $1}' | tr a-z A-Z", /^1:LINE\n2:LINE\n/],
    ["words of variables", 'P="[2]$"; kubectl follow -f | grep "$P"', /^line 2\n/],
  ])("shows what %s lets through while it comes", async (_what, script, text) => {
    const result = await run(script, { onText: (sofar, abort) => sofar.split("\n").length > 2 && abort() });
    expect(result.ended).toBe("cancelled");
    expect(result.text).toMatch(text);
  });

  it("ends when head has its lines, and the script goes on", async () => {
    expect(await run("kubectl follow -f | grep '[135]$' | head -2\necho done $?")).toMatchObject({
      ended: "exit",
      text: "line 1\nline 3\ndone 0\n",
    });
  });

  it("ends at its timeout, with what came until then", async () => {
    const { text, ended } = await run("timeout 0.5 kubectl follow -f | grep '1$'\necho done");
    expect(ended).toBe("exit");
    expect(text).toMatch(/^line 1\n(line \d*1\n)*done\n$/);
  });

  it("gives grep's status over all lines, and the line that has no end", async () => {
    expect((await run("kubectl print -f | grep print; echo $?")).text).toBe("print -f\n0\n");
    expect((await run("kubectl print -f | grep nothing; echo $?")).text).toBe("1\n");
    expect((await run("kubectl print --warn -f 2>&1 | grep -v print; echo $?")).text).toBe("warning\n0\n");
    expect((await run("kubectl print --warn -f 2>/dev/null | cat")).text).toBe("print --warn -f\n");
  });

  it("is ended when its filters cannot keep up", async () => {
    const flood: NativeCommand = {
      name: "kubectl",
      run: async (_argv, io) => {
        for (let piece = 0; piece < 10_000 && !io.signal.aborted; piece += 1) {
          io.write("stdout", "0123456789\n".repeat(100));
        }
        return 0;
      },
    };
    const { text, ended } = await run("kubectl logs -f x | grep 7", { limits: { pipeBytes: 5_000 }, command: flood });
    expect(ended).toBe("exit");
    expect(text).toContain("headroom: kubectl was ended: its filters are 5000 bytes behind");
  });
});

describe("ending early", () => {
  it("ends a command whose reader has enough", async () => {
    expect(await run("kubectl follow | head -3\necho done")).toMatchObject({
      ended: "exit",
      text: "line 1\nline 2\nline 3\ndone\n",
    });
  });

  it("ends a command at its timeout", async () => {
    expect(await run("timeout 0.2 kubectl follow\necho $?")).toMatchObject({
      ended: "exit",
      text: expect.stringMatching(/124\n$/),
    });
  });

  it("hands over what a pipe holds when it is cancelled", async () => {
    let cancel: (() => void) | undefined;
    // By its hundredth line the first ones have long been in the pipe.
    const command: NativeCommand = {
      name: "kubectl",
      run: (argv, io) =>
        kubectl.run(argv, {
          ...io,
          write: (stream, text) => {
            io.write(stream, text);
            if (text === "line 100\n") {
              cancel?.();
            }
          },
        }),
    };
    const { ended, text } = await run("echo go\nkubectl follow | grep '[13]$'\necho never", {
      command,
      // On a busy machine a quarter of a second is short.
      limits: { stopGraceMs: 30_000 },
      onText: (_text, abort) => {
        cancel = abort;
      },
    });
    expect(ended).toBe("cancelled");
    expect(text).toMatch(/^go\nline 1\nline 3\n/);
    expect(text).not.toContain("never");
  });

  it.each([
    ["a tight loop", "echo go\nwhile true; do :; done"],
    ["a sleep", "echo go\nsleep 600"],
    ["a command that follows", "echo go\nkubectl follow"],
    ["a pipe", "echo go\nkubectl follow | sort"],
    ["a catastrophic pattern", `echo go\necho ${"a".repeat(60)}b | sed -E 's/(a|a)*$/x/'; while true; do :; done`],
  ])("stops %s", async (_what, script) => {
    const { ended } = await run(script, {
      limits: { loopIterations: 1e9, commandCount: 1e9 },
      onText: (_text, abort) => abort(),
    });
    expect(ended).toBe("cancelled");
  });

  it("keeps the beginning and the end of long output, and says what is left out between them", async () => {
    const { ended, text } = await run("for i in $(seq 1000 1999); do echo $i; done", {
      limits: { outputBytes: 1000, outputTailBytes: 100 },
    });
    const [head = "", tail = ""] = text.split(/\nheadroom: .*\n/);
    expect(ended).toBe("exit");
    expect(text).toMatch(/\nheadroom: 4000 bytes are left out here: .* first 900 bytes and its last 100\n/);
    expect([head.slice(0, 10), head.length, tail.slice(-10), tail.length]).toEqual([
      "1000\n1001\n",
      900,
      "1998\n1999\n",
      100,
    ]);
  });
});
