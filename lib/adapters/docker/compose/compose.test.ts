import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ok } from "@/lib/core/kernel/result";
import { connectDocker } from "../connection";
import { dockerCommand, dockerComposeCommand } from "../docker";
import { anything, type Outcome, runOurs } from "../testing/both-dockers";
import { REAL_COMPOSE, startRealCompose } from "../testing/real-compose";

const address = process.env["TEST_DOCKER_HOST"];
const folder = mkdtempSync(path.join(tmpdir(), "headroom-compose-"));
const file = path.join(folder, "docker-compose.yml");

const services = `version: "2.4"
services:
  web:
    image: headroom-test:1
    network_mode: none
    command: sh -c "echo one; echo two >&2; exec sleep 86400"
    stop_signal: SIGKILL
  worker:
    image: headroom-test:1
    network_mode: none
    command: sh -c "echo a command that is far too long for a column; exit 3"
`;

const program = address === undefined || !existsSync(REAL_COMPOSE) ? null : startRealCompose(address, folder);

async function real(...argv: readonly string[]): Promise<Outcome> {
  return program === null ? { stdout: "", stderr: "", exitCode: -1 } : program.run("-f", file, "-p", "app", ...argv);
}

const connection = connectDocker({
  name: "test",
  isDefault: true,
  kind: "socket",
  socket: (address ?? "").replace("unix://", ""),
});
const options = { connect: () => ok(connection), now: () => new Date() };

function run(name: "docker" | "docker-compose", argv: readonly string[], grant = anything): Promise<Outcome> {
  return runOurs(name === "docker" ? dockerCommand(options) : dockerComposeCommand(options), argv, { grant });
}
const ours = (...argv: readonly string[]) => run("docker-compose", ["-p", "app", ...argv]);
const newer = (...argv: readonly string[]) => run("docker", ["compose", "-p", "app", ...argv]);

describe.skipIf(program === null)("Compose beside docker-compose 1.29 (TEST_DOCKER_HOST, docker-compose)", () => {
  beforeAll(async () => {
    writeFileSync(file, services);
    expect(await real("up", "-d")).toMatchObject({ exitCode: 0 });
    await vi.waitFor(async () => {
      expect((await real("ps")).stdout).toContain("Exit 3");
      expect((await real("logs", "web")).stdout).toMatch(/one[\s\S]*two|two[\s\S]*one/);
    }, 20_000);
  }, 60_000);
  afterAll(async () => {
    await real("down");
    rmSync(folder, { recursive: true });
  }, 60_000);

  it.each([
    ["ps"],
    ["ps", "web"],
    ["ps", "-q"],
    ["ps", "nope"],
    ["logs", "web"],
    ["logs", "--tail", "1", "-t", "web"],
    ["logs", "--no-log-prefix", "worker"],
    ["logs", "--no-color", "worker"],
    ["logs", "--tail", "x", "web"],
    ["restart", "nope"],
  ])("%s %s %s %s", async (...argv) => {
    expect(await ours(...argv)).toEqual(await real(...argv));
  });

  it.each([
    ["start", ["stop", "web"]],
    ["stop", ["stop", "web"]],
    ["stop", ["start", "web"]],
    ["start", ["restart", "-t", "1", "web"]],
  ])("after %s, %j does and says the same", async (before, argv) => {
    await real(before, "web");
    const wanted = await real(...argv);
    await real(before, "web");
    expect(await ours(...argv)).toEqual(wanted);
    expect((await real("ps", "web")).stdout).toContain(argv[0] === "stop" ? "Exit 137" : "Up");
  });

  it("starts on up -d what is there, and says what it cannot know", async () => {
    const note = "headroom: the compose file is not read here: what exists is started, nothing is changed\n";
    const running = await real("up", "-d", "web");
    expect(await ours("up", "-d", "web")).toEqual({ ...running, stderr: note + running.stderr });
    await real("stop", "web");
    const started = await real("up", "-d", "web");
    await real("stop", "web");
    expect(await ours("up", "-d", "web")).toEqual({ ...started, stderr: note + started.stderr });
    const unknown = await ours("up", "-d", "cache");
    expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("cache has no container here") });
    expect(await ours("up", "-d", "--build", "web")).toMatchObject({ stderr: expect.stringContaining("--build") });
  });

  it("runs a program in a service's container", async () => {
    expect(await ours("exec", "-T", "web", "echo", "hi")).toEqual({ stdout: "hi\n", stderr: "", exitCode: 0 });
    expect(await newer("exec", "web", "sh", "-c", "exit 4")).toMatchObject({ exitCode: 4 });
    expect(await newer("exec", "worker", "true")).toMatchObject({
      stderr: 'service "worker" is not running container #1\n',
      exitCode: 1,
    });
  });

  it("finds the project by file, folder or service, and asks when several fit", async () => {
    await program?.run("-f", file, "-p", "other", "up", "--no-start");
    const byFile = await run("docker-compose", ["-f", "docker-compose.yml", "ps", "-q", "web"]);
    expect(byFile).toEqual({
      stdout: "",
      stderr:
        "headroom: several projects fit: the compose file is not read here, so name one of this host with -p (app, other)\n",
      exitCode: 1,
    });
    await program?.run("-f", file, "-p", "other", "down");
    expect(await run("docker-compose", ["-f", file, "ps", "-q", "web"])).toEqual(await real("ps", "-q", "web"));
    expect(await run("docker", ["compose", "--project-directory", folder, "ps", "-q"])).toMatchObject({
      exitCode: 0,
    });
    expect(await run("docker", ["compose", "-f", "/srv/x.yml", "ps"])).toMatchObject({
      stderr: expect.stringContaining("no project fits"),
    });
  });

  it("prints as docker compose 2 does", async () => {
    const { stdout } = await newer("ps", "-a");
    expect(stdout.replace(/ +/g, " ").replace(/(?:Less than a|About a|\d+) \w+ ago|Up \S.*? (?=\n)/g, "~")).toBe(
      [
        "NAME IMAGE COMMAND SERVICE CREATED STATUS PORTS",
        `app_web_1 headroom-test:1 "sh -c 'echo one; ec…" web ~ ~`,
        `app_worker_1 headroom-test:1 "sh -c 'echo a comma…" worker ~ Exited (3) ~ `,
        "",
      ].join("\n"),
    );
    expect((await newer("ps")).stdout).not.toContain("worker");
    expect(await newer("logs", "-n", "1", "worker")).toEqual({
      stdout: "worker_1  | a command that is far too long for a column\n",
      stderr: "",
      exitCode: 0,
    });
    expect(await newer("restart", "-t", "1", "web")).toEqual({
      stdout: "",
      stderr: " Container app_web_1  Restarting\n Container app_web_1  Started\n",
      exitCode: 0,
    });
    expect(await newer("logs", "nope")).toEqual({ stdout: "", stderr: "no such service: nope\n", exitCode: 1 });
    expect(await newer("down")).toMatchObject({ stderr: expect.stringContaining("run it by hand"), exitCode: 1 });
  });

  it("does nothing that the grant does not hold", async () => {
    const reader = { ...anything, ceiling: "read" as const };
    expect(await run("docker", ["compose", "-p", "app", "restart", "web"], reader)).toMatchObject({
      stderr: expect.stringContaining(
        "refused: docker compose restart web (app_web_1) of project app is a change operation",
      ),
      exitCode: 126,
    });
  });
});
