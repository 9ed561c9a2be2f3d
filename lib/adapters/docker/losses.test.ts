import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ok } from "@/lib/core/kernel/result";
import { type CutWay, cutWay } from "../http/testing/cut-way";
import { connectDocker } from "./connection";
import { dockerCommand } from "./docker";
import { bothDockers, runOurs } from "./testing/both-dockers";

const address = process.env["TEST_DOCKER_HOST"];

describe.skipIf(address === undefined)("what follows a Docker daemon (TEST_DOCKER_HOST)", () => {
  const { real } = bothDockers(address ?? "");
  const name = `kept-${randomUUID().slice(0, 8)}`;
  let way: CutWay;

  /** Our docker, through a way that breaks when the first output has come. */
  function cutAtFirstOutput(argv: readonly string[]) {
    const host = `tcp://127.0.0.1:${way.port}`;
    const connection = connectDocker({ name: "test", isDefault: true, kind: "tcp", host, tls: null });
    const docker = dockerCommand({ connect: () => ok(connection), now: () => new Date() });
    return runOurs(docker, argv, { onWrite: () => way.drop() });
  }

  beforeAll(async () => {
    way = await cutWay({ path: (address ?? "").replace("unix://", "") });
    const program = "echo begun; exec sleep 86400";
    await real(["run", "-d", "--name", name, "--network", "none", "headroom-test:1", "sh", "-c", program]);
  }, 60_000);
  afterAll(async () => {
    way.close();
    await real(["rm", "-f", name]);
  }, 60_000);

  it("ends, and says so, when the daemon breaks off", async () => {
    expect(await cutAtFirstOutput(["logs", "-f", name])).toEqual({
      stdout: "begun\n",
      stderr: `error: the Docker daemon at tcp://127.0.0.1:${way.port} broke off its answer (ECONNRESET)\n`,
      exitCode: 1,
    });
  });

  it("leaves nothing running in a container whose connection broke", async () => {
    expect(await cutAtFirstOutput(["exec", name, "sh", "-c", "echo started; sleep 8642; true"])).toEqual({
      stdout: "started\n",
      stderr: "error: the connection broke before the program ended; it was ended in the container\n",
      exitCode: 1,
    });
    expect((await real(["top", name])).stdout).not.toContain("sleep 8642");
  });
});
