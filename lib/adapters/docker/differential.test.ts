import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { anything, bothDockers, type Outcome } from "./testing/both-dockers";

const address = process.env["TEST_DOCKER_HOST"];

const running = [
  "--name",
  "web",
  "--network",
  "host",
  "--memory",
  "64m",
  "--label",
  "com.example.tier=front",
  "-e",
  "A=b",
];
/** Prints on both streams, then waits. */
const program = "echo out; echo err >&2; exec sleep 86400";

/** Ages grow and figures move while the two run; their widths are kept where they can be. */
function settled({ stdout, stderr, exitCode }: Outcome): Outcome {
  const blank = (text: string) => text.replace(/\b(?:Less than a|About a|\d+) (?:second|minute)s?(?: ago)?/g, "~");
  return { stdout: blank(stdout).replace(/~ +/g, "~ "), stderr, exitCode };
}

describe.skipIf(address === undefined)("docker beside the real one (TEST_DOCKER_HOST)", () => {
  const { ours, real } = bothDockers(address ?? "");

  beforeAll(async () => {
    await real(["run", "-d", ...running, "headroom-test:1", "sh", "-c", program]);
    await real(["run", "-d", "--name", "tty", "-t", "--network", "none", "headroom-test:1", "sh", "-c", program]);
    await real(["run", "--name", "gone", "--network", "none", "headroom-test:1", "sh", "-c", "exit 3"]);
    await Promise.all(["data-10", "data-2"].map((name) => real(["volume", "create", name])));
  }, 120_000);

  afterAll(async () => {
    const { stdout } = await real(["ps", "-aq"]);
    await real(["rm", "-f", ...stdout.trim().split("\n")]);
  }, 60_000);

  it.each([
    ["ps"],
    ["ps", "-a"],
    ["ps", "-aq"],
    ["ps", "-a", "--no-trunc"],
    ["ps", "-n", "1"],
    ["ps", "-l", "-q", "--no-trunc"],
    ["ps", "-a", "-s"],
    ["container", "ls", "-a"],
    ["ps", "-a", "--filter", "status=exited"],
    ["ps", "--filter", "name=web", "--filter", "label=com.example.tier=front"],
    ["ps", "-a", "--format", "{{.Names}}\\t{{.Status}}"],
    ["ps", "-a", "--format", "table\\t{{.ID}}\\t{{.Image}}\\t{{.Names}}"],
    ["ps", "--format", '{{.Names}}:{{.Label "com.example.tier"}}'],
    ["ps", "--format", "{{.ID}}{{.Ports}}{{.State}}{{.Networks}}{{.Mounts}}{{.LocalVolumes}}{{.Labels}}"],
    ["ps", "--format", "{{json .}}", "--filter", "name=web"],
    ["ps", "--format", "{{.CreatedAt}}"],
    ["ps", "--format", "{{.Foo}}"],
    ["ps", "--format", "{{.ID"],
    ["ps", "--foo"],
    ["ps", "-x"],
    ["ps", "-n"],
    ["ps", "-n", "x"],
    ["ps", "extra"],
    ["ps", "--filter", "foo"],
    ["ps", "--filter", "foo=1"],
  ])("%s %s %s %s", async (...argv) => {
    // Ages tick between the two calls; a difference that stays is one.
    await vi.waitFor(async () => expect(settled(await ours(argv))).toEqual(settled(await real(argv))), 20_000);
  });

  it.each([
    ["inspect", "-f", "{{.State.Health.Status}}", "web"],
    ["inspect", "-f", "{{json .Config.Healthcheck}}", "web"],
    ["network", "ls"],
    ["network", "ls", "--no-trunc", "-f", "driver=host"],
    ["network", "ls", "--format", "{{.Name}} {{.IPv6}} {{.Internal}}"],
    ["network", "inspect", "host"],
    ["network", "inspect", "nope"],
    ["volume", "ls"],
    ["volume", "ls", "-q"],
    ["volume", "ls", "--format", "{{.Name}}: {{.Mountpoint}}"],
    ["volume", "inspect", "data-2", "--format", "{{.Driver}}"],
    ["volume", "inspect", "nope"],
    ["inspect", "web"],
    ["inspect", "web", "headroom-test:1", "host"],
    ["inspect", "nope"],
    ["inspect", "web", "nope"],
    ["inspect", "--type", "container", "nope"],
    ["inspect", "--type", "image", "web"],
    ["inspect", "-s", "gone"],
    ["inspect"],
    ["container", "inspect", "web"],
    ["inspect", "-f", "{{.State.Status}} {{.State.OOMKilled}} {{.RestartCount}}", "web", "gone"],
    ["inspect", "--format={{.HostConfig.Memory}}", "web"],
    ["inspect", "-f", "{{json .State}}", "gone"],
    ["inspect", "-f", "{{.State.ExitCode}}", "gone", "nope"],
    ["inspect", "-f", "{{range .Config.Env}}{{println .}}{{end}}", "web"],
    ["inspect", "-f", "{{range $k, $v := .Config.Labels}}{{$k}}={{$v}};{{end}}", "web"],
    ["inspect", "-f", '{{index .Config.Labels "com.example.tier"}}', "web"],
    ["inspect", "-f", "{{.Config.Labels}} {{.Config.Cmd}} {{.Args}}", "web"],
    ["inspect", "-f", "{{if .State.Health}}{{.State.Health.Status}}{{else}}no check{{end}}", "web"],
    ["inspect", "-f", "{{.State.Health}}", "web"],
    ["inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", "web"],
    ["inspect", "-f", '{{.Name | printf "%-10s|"}}{{len .Config.Env}} {{eq .State.Running true}}', "web"],
    ["inspect", "-f", '{{join .Config.Env ","}} {{upper .Name}} {{(index .Config.Cmd 0)}}', "web"],
    ["inspect", "-f", "{{- /* note */ -}} {{.Id}} {{.Created}}", "web"],
    ["inspect", "-f", "{{.State.Foo}}", "web"],
    ["inspect", "-f", "{{.HostConfig.RestartPolicy.Nonsense}}", "web"],
    ["inspect", "-f", "{{.State", "web"],
    ["inspect", "-f", "{{foo .State}}", "web"],
    ["inspect", "-f", "{{if .State}}", "web"],
    ["inspect", "-f", "{{end}}", "web"],
    ["inspect", "-f", "{{.Id}}", "nope"],
    ["inspect", "-f", "{{.HostConfig.Memory}} {{.HostConfig.MemorySwap}} {{.HostConfig.NanoCpus}}", "web"],
  ])("%s %s %s %s", async (...argv) => {
    expect(await ours(argv)).toEqual(await real(argv));
  });

  it.each([
    ["stop"],
    ["stop", "nope"],
    ["stop", "-t", "x", "web"],
    ["start", "nope"],
    ["start"],
    ["restart", "nope"],
    ["kill", "nope"],
    ["kill", "gone"],
    ["pause", "nope"],
    ["pause", "gone"],
    ["unpause", "web"],
  ])("%s %s %s %s is refused in docker's words", async (...argv) => {
    expect(await ours(argv)).toEqual(await real(argv));
  });

  it("stops, starts, restarts, pauses and kills, and prints what docker prints", async () => {
    const state = async () => (await real(["inspect", "-f", "{{.State.Status}}", "tty"])).stdout.trim();
    const done = { stdout: "tty\n", stderr: "", exitCode: 0 };
    expect(await ours(["pause", "tty"])).toEqual(done);
    expect(await state()).toBe("paused");
    expect(await ours(["unpause", "tty"])).toEqual(done);
    expect(await ours(["stop", "-t", "0", "tty"])).toEqual(done);
    expect(await state()).toBe("exited");
    expect(await ours(["start", "tty"])).toEqual(done);
    expect(await ours(["restart", "-t", "0", "tty", "nope"])).toEqual({
      ...done,
      stderr: "Error response from daemon: No such container: nope\n",
      exitCode: 1,
    });
    expect(await state()).toBe("running");
    expect(await ours(["kill", "-s", "TERM", "tty"])).toEqual(done);
    expect(await ours(["kill", "tty"])).toEqual(done);
    expect(await state()).toBe("exited");
    await real(["start", "tty"]);
  });

  it("does nothing that the grant does not hold", async () => {
    const grant = { ...anything, ceiling: "read" as const, endpoints: [{ system: "docker" as const, name: "test" }] };
    expect(await ours(["restart", "web"], { grant })).toEqual({
      stdout: "",
      stderr: "headroom: refused: docker restart web is a change operation and this run may only read\n",
      exitCode: 126,
    });
    const elsewhere = { ...grant, endpoints: [{ system: "docker" as const, name: "other" }] };
    expect(await ours(["ps"], { grant: elsewhere })).toEqual({
      stdout: "",
      stderr: "headroom: refused: docker ps: this run may not use docker test\n",
      exitCode: 126,
    });
  });
});
