import { describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import { execArgvs } from "@/lib/core/shell/targets/exec-argvs";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { type PodTarget, podCommands } from "./pod-commands";

async function run(
  line: string,
  script: string,
  target: PodTarget | null = { ref: "deployment/sie-api", container: null },
) {
  const asked: { argv: readonly string[]; isGranted: boolean }[] = [];
  const kubectl: NativeCommand = {
    name: "kubectl",
    run: async (argv, { grant }) => {
      const command = argv.slice(argv.indexOf("--") + 1);
      const isGranted = grant.execs !== "any" && grant.execs.some((listed) => listed.join(" ") === command.join(" "));
      asked.push({ argv, isGranted });
      return isGranted ? 0 : 126;
    },
  };
  const [name, ...words] = line.split(" ");
  const command = podCommands(kubectl, target).find((candidate) => candidate.name === name);
  let stderr = "";
  const exitCode = await command?.run(words, {
    stdin: "",
    readFile: async () => null,
    writeFile: async () => undefined,
    env: {},
    grant: {
      ...bareGrant,
      ceiling: "change",
      execs: execArgvs(script),
    },
    signal: new AbortController().signal,
    write: (_stream, text) => {
      stderr += text;
    },
  });
  return { exitCode, stderr, asked };
}

describe("a command that is meant for the workload", () => {
  it("runs by exec in the workload, or in the pod and container that were chosen", async () => {
    expect(await run("ps aux", "ps aux")).toMatchObject({
      exitCode: 0,
      asked: [{ argv: ["exec", "deployment/sie-api", "--", "ps", "aux"], isGranted: true }],
    });
    const chosen = { ref: "pod/sie-api-1", container: "api" };
    expect((await run("free -m", "free -m", chosen)).asked[0]?.argv).toEqual([
      "exec",
      "pod/sie-api-1",
      "-c",
      "api",
      "--",
      "free",
      "-m",
    ]);
    expect((await run("headroom-pod cat /proc/meminfo", "cat /proc/meminfo")).asked).toMatchObject([
      { isGranted: true },
    ]);
  });

  it.each([
    ["kill -USR1 4711", "kill -USR1 $(pgrep x)", true],
    ["kill -KILL 4711", "kill -USR1 $(pgrep x)", false],
    ["kill -USR1 -1", "kill -USR1 $(pgrep x)", false],
    ["kill -USR1 0", "kill -USR1 $(pgrep x)", false],
    ["kill -USR1 1 2", "kill -USR1 $(pgrep x)", false],
    ["ps aux", "echo ps aux", false],
    ["headroom-pod rm -rf /", "headroom-pod rm -rf /", false],
  ])("%s of %j: allowed is %s", async (line, script, isGranted) => {
    const { asked, exitCode } = await run(line, script);
    expect(asked).toMatchObject([{ isGranted }]);
    expect(exitCode).toBe(isGranted ? 0 : 126);
  });

  it.each(["kill %1", "kill -9 %2", "kill 0", "kill -TERM 0"])("%s is for a job of the script's own", async (line) => {
    expect(await run(line, "kubectl port-forward svc/web 8080:80 & kill $!")).toMatchObject({ exitCode: 0, asked: [] });
  });

  it("is refused without a workload", async () => {
    expect(await run("ps aux", "ps aux", null)).toMatchObject({
      exitCode: 126,
      stderr: "ps: the incident names no workload to run it in\n",
      asked: [],
    });
  });
});
