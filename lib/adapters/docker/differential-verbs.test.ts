import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { anything, bothDockers, type Outcome } from "./testing/both-dockers";

const address = process.env["TEST_DOCKER_HOST"];
/** Prints on both streams, then waits. */
const program = "echo out; echo err >&2; touch /made; exec sleep 86400";

/** Ages, and figures that move while the two run, with the spaces that follow from their widths. */
function settled({ stdout, stderr, exitCode }: Outcome): Outcome {
  const blank = (text: string) =>
    text
      .replace(/\b(?:Less than a|About a|\d+) (?:second|minute)s?(?: ago)?/g, "~")
      .replace(/[\d.]+%|[\d.]+[kKMG]i?B\b/g, "~")
      .replace(/ {2,}/g, "  ");
  return { stdout: blank(stdout), stderr, exitCode };
}

describe.skipIf(address === undefined)("docker's other verbs beside the real ones (TEST_DOCKER_HOST)", () => {
  const { ours, real, connection } = bothDockers(address ?? "");
  const names = ["verbs", "verbs-tty", "verbs-gone", "verbs-rm"] as const;

  beforeAll(async () => {
    await real([
      "run",
      "-d",
      "--name",
      "verbs",
      "--network",
      "none",
      "-m",
      "64m",
      "headroom-test:1",
      "sh",
      "-c",
      program,
    ]);
    await real(["run", "-dt", "--name", "verbs-tty", "--network", "none", "headroom-test:1", "sh", "-c", program]);
    await real(["run", "--name", "verbs-gone", "--network", "none", "headroom-test:1", "sh", "-c", "exit 3"]);
    await real(["create", "--name", "verbs-rm", "--network", "none", "headroom-test:1"]);
    // Both have printed when their file is there.
    for (const name of ["verbs", "verbs-tty"]) {
      await vi.waitFor(async () => expect((await real(["diff", name])).stdout).toContain("/made"), { timeout: 20_000 });
    }
  }, 120_000);

  afterAll(async () => {
    await real(["rm", "-f", ...names]);
  }, 60_000);

  it.each([
    ["logs", "verbs"],
    ["logs", "verbs-tty"],
    ["logs", "--tail", "1", "verbs-tty"],
    ["logs", "-t", "verbs"],
    ["logs", "--since", "1h", "verbs"],
    ["logs", "--since", "2000-01-01T00:00:00", "--until", "2000-01-02", "verbs"],
    ["logs", "--since", "x", "verbs"],
    ["logs", "nope"],
    ["logs"],
    ["stats", "--no-stream", "verbs"],
    ["stats", "--no-stream", "verbs-gone"],
    ["stats", "--no-stream", "nope"],
    ["stats", "--no-stream", "--format", "{{.Name}}: {{.PIDs}} {{.NetIO}}", "verbs"],
    ["stats", "--no-stream", "--format", "table {{.Container}}\t{{.MemUsage}}", "verbs"],
    ["stats", "--no-stream", "--format", "{{json .}}", "verbs"],
    ["exec", "verbs", "echo", "hello"],
    ["exec", "verbs", "sh", "-c", "echo out; echo err >&2; exit 3"],
    ["exec", "-e", "X=1", "-w", "/tmp", "-u", "nobody", "verbs", "sh", "-c", "echo $X; pwd; id -un"],
    ["exec", "verbs", "no-such-program"],
    ["exec", "verbs-gone", "ls"],
    ["exec", "nope", "ls"],
    ["exec", "verbs"],
    ["top", "verbs", "-o", "pid,args"],
    ["top", "verbs"],
    ["top", "verbs-gone"],
    ["port", "verbs"],
    ["port", "verbs", "80"],
    ["port", "nope"],
    ["diff", "verbs"],
    ["diff", "nope"],
    ["images"],
    ["images", "-q"],
    ["images", "--digests", "--no-trunc"],
    ["images", "--format", "{{.Repository}}:{{.Tag}} {{.Size}}"],
    ["images", "--format", "{{json .}}"],
    ["images", "nope"],
    ["image", "ls", "--filter", "dangling=true"],
    ["system", "df"],
    ["info", "--format", "{{.ServerVersion}} {{.NCPU}} {{.Driver}}"],
    ["version", "--format", "{{.Server.Version}} {{.Server.APIVersion}}"],
    ["update", "verbs"],
    ["update", "--memory", "1x", "verbs"],
    ["update", "--cpus", "x", "verbs"],
    ["update", "--memory", "5m", "verbs"],
    ["update", "--memory", "1g", "nope"],
    ["update", "--restart", "sometimes", "verbs"],
    ["events", "--since", "1h", "--until", "0s", "--filter", "container=verbs-rm"],
    ["events", "--since", "1h", "--until", "0s", "--filter", "container=verbs-rm", "--format", "{{json .}}"],
    [
      "events",
      "--since",
      "1h",
      "--until",
      "0s",
      "--filter",
      "container=verbs-gone",
      "--format",
      "{{.Action}} {{.Actor.Attributes.exitCode}}",
    ],
    ["rm", "nope"],
    ["rm", "verbs"],
    ["rmi", "nope"],
    ["rm"],
  ])("%s %s %s %s %s", async (...argv) => {
    expect(settled(await ours(argv))).toEqual(settled(await real(argv)));
  });

  it("prints the daemon's half of version and the lines of info as the real one does", async () => {
    const version = await real(["version"]);
    expect(await ours(["version"])).toEqual({ ...version, stdout: version.stdout.replace(/^Client:.*?\n\n/s, "") });
    const lines = (await ours(["info"])).stdout.split("\n");
    const known = new Set((await real(["info"])).stdout.split("\n"));
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((line) => !known.has(line))).toEqual([]);
  });

  it("updates limits in docker's units, which the container then has", async () => {
    expect(
      await ours([
        "update",
        "--memory",
        "128m",
        "--memory-swap",
        "1g",
        "--cpus",
        "0.5",
        "--restart",
        "on-failure:3",
        "verbs",
      ]),
    ).toEqual({
      stdout: "verbs\n",
      stderr: "",
      exitCode: 0,
    });
    const format =
      "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}} {{.HostConfig.RestartPolicy.Name}}:{{.HostConfig.RestartPolicy.MaximumRetryCount}}";
    expect((await real(["inspect", "-f", format, "verbs"])).stdout).toBe(
      "134217728 1073741824 500000000 on-failure:3\n",
    );
  });

  it("shows an OOM kill as an event", async () => {
    const since = String(Math.floor(Date.now() / 1000));
    // One process that holds more than the limit.
    await real([
      "run",
      "--name",
      "verbs-oom",
      "--network",
      "none",
      "-m",
      "16m",
      "headroom-test:1",
      "sh",
      "-c",
      "tail /dev/zero",
    ]);
    const { stdout } = await ours([
      "events",
      "--since",
      since,
      "--until",
      // Whole seconds: the one in which it happened has to be over.
      String(Math.floor(Date.now() / 1000) + 1),
      "--filter",
      "container=verbs-oom",
      "--filter",
      "event=oom",
    ]);
    expect(stdout).toMatch(/ container oom [0-9a-f]{64} \(image=headroom-test:1, name=verbs-oom\)\n$/);
    expect((await ours(["inspect", "-f", "{{.State.OOMKilled}} {{.State.ExitCode}}", "verbs-oom"])).stdout).toBe(
      "true 137\n",
    );
    await real(["rm", "-f", "verbs-oom"]);
  });

  it("follows a log and events until it is stopped", async () => {
    for (const argv of [
      ["logs", "-f", "verbs"],
      ["events", "--since", "1h", "--filter", "container=verbs"],
      ["stats", "verbs"],
    ]) {
      const cancel = new AbortController();
      const { stdout, stderr, exitCode } = await ours(argv, { signal: cancel.signal, onWrite: () => cancel.abort() });
      // Which stream of a log comes first is the daemon's choice.
      const hasOutput = stdout + stderr !== "";
      expect({ argv, exitCode, hasOutput }).toEqual({ argv, exitCode: 130, hasOutput: true });
    }
  });

  it("hands standard input to what it starts with -i", async () => {
    expect(await ours(["exec", "-i", "verbs", "sort"], { stdin: "b\na\n" })).toEqual(
      await real(["exec", "-i", "verbs", "sort"], "b\na\n"),
    );
  });

  it("ends the program in the container on cancel, and leaves the container alone", async () => {
    const cancel = new AbortController();
    const argv = ["exec", "verbs", "sh", "-c", "echo begun; sleep 7777; true"];
    expect(await ours(argv, { signal: cancel.signal, onWrite: () => cancel.abort() })).toEqual({
      stdout: "begun\n",
      stderr: "",
      exitCode: 130,
    });
    const left = (await real(["top", "verbs", "-o", "pid,args"])).stdout;
    expect(left).not.toContain("7777");
    expect(left).toContain("sleep 86400");
  });

  it("starts only the argument vectors that the grant lists", async () => {
    const grant = {
      ...anything,
      execs: [["cat", "/etc/passwd"]],
      endpoints: [{ system: "docker" as const, name: connection.name }],
    };
    expect((await ours(["exec", "verbs", "cat", "/etc/passwd"], { grant })).exitCode).toBe(0);
    expect(await ours(["exec", "verbs", "cat", "/etc/shadow"], { grant })).toEqual({
      stdout: "",
      stderr:
        "headroom: refused: docker exec verbs cat /etc/shadow: this run may only start the programs its script spells out\n",
      exitCode: 126,
    });
  });

  it.each([
    ["kill", "verbs"],
    ["rm", "-f", "verbs"],
    ["rmi", "headroom-test:1"],
    ["container", "prune", "-f"],
    ["system", "prune", "-af"],
  ])("%s %s %s needs a grant to destroy", async (...argv) => {
    const grant = { ...anything, ceiling: "change" as const };
    const { exitCode, stderr } = await ours(argv, { grant });
    expect({ exitCode, stderr }).toEqual({
      exitCode: 126,
      stderr: expect.stringContaining("is a destructive operation"),
    });
  });

  it("removes and prunes, and prints what docker prints", async () => {
    const twice = async (argv: readonly string[]) => {
      await real(["create", "--name", "verbs-prune", "--label", "prune=me", "--network", "none", "headroom-test:1"]);
      return argv;
    };
    const blank = ({ stdout, ...rest }: Outcome) => ({ ...rest, stdout: stdout.replace(/[0-9a-f]{64}/g, "~") });
    for (const argv of [
      ["rm", "verbs-prune"],
      ["rm", "-f", "verbs-prune", "nope"],
      ["container", "prune", "-f", "--filter", "label=prune=me"],
    ]) {
      const mine = blank(await ours(await twice(argv)));
      expect(mine).toEqual(blank(await real(await twice(argv))));
    }
    expect((await ours(["container", "prune"])).stderr).toContain("write -f");
  });

  it("says that run is done by hand", async () => {
    expect(await ours(["run", "-it", "alpine", "sh"])).toEqual({
      stdout: "",
      stderr: expect.stringMatching(
        /^docker: docker run is not one of the commands that run from here \(.*\): copy it and run it by hand\n$/,
      ),
      exitCode: 1,
    });
  });
});
