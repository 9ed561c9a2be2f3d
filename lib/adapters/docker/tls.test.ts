import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type AddressInfo, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createServer } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DockerTls } from "@/lib/adapters/config/docker";
import { makeCertificate } from "@/lib/adapters/prometheus/testing/guarded-prometheus";
import { ok } from "@/lib/core/kernel/result";
import { connectDocker } from "./connection";
import { dockerCommand } from "./docker";
import { bothDockers, runOurs } from "./testing/both-dockers";

const address = process.env["TEST_DOCKER_HOST"];
const folder = mkdtempSync(path.join(tmpdir(), "headroom-docker-tls-"));
const file = (name: string) => path.join(folder, name);
const tls = { ca: file("server.crt"), cert: file("client.crt"), key: file("client.key") };

describe.skipIf(address === undefined)("docker on tcp:// with TLS, before a real daemon (TEST_DOCKER_HOST)", () => {
  const { real } = bothDockers(address ?? "");
  const sockets: Socket[] = [];
  // What `dockerd --tlsverify` does before its API: whoever has no certificate of the authority is not let in.
  const makeGuard = () =>
    createServer(
      {
        cert: readFileSync(file("server.crt")),
        key: readFileSync(file("server.key")),
        ca: readFileSync(file("client.crt")),
        requestCert: true,
        // A client that has sent all of its input still waits for the answer.
        allowHalfOpen: true,
      },
      (client) => {
        const daemon = connect((address ?? "").replace("unix://", ""));
        sockets.push(client, daemon);
        client.on("error", () => daemon.destroy());
        daemon.on("error", () => client.destroy());
        client.pipe(daemon).pipe(client);
      },
    );
  let guard: ReturnType<typeof makeGuard>;

  beforeAll(async () => {
    for (const name of ["server", "client", "stranger"]) {
      makeCertificate(folder, name);
    }
    guard = makeGuard();
    await new Promise<void>((resolve) => guard.listen(0, "127.0.0.1", resolve));
    await real(["run", "-d", "--name", "behind-tls", "--network", "none", "--stop-signal", "KILL", "headroom-test:1"]);
  }, 60_000);
  afterAll(async () => {
    await real(["rm", "-f", "behind-tls"]);
    for (const socket of sockets) {
      socket.destroy();
    }
    guard.close();
    rmSync(folder, { recursive: true });
  }, 60_000);

  function docker(argv: readonly string[], files: DockerTls | null = tls, stdin = "") {
    const host = `tcp://127.0.0.1:${(guard.address() as AddressInfo).port}`;
    const connection = connectDocker({ name: "guarded", isDefault: true, kind: "tcp", host, tls: files });
    return runOurs(dockerCommand({ connect: () => ok(connection), now: () => new Date() }), argv, { stdin });
  }

  it("asks, acts and runs programs through it", async () => {
    const names = ["ps", "--filter", "name=behind-tls", "--format", "{{.Names}} {{.State}}"];
    expect(await docker(names)).toEqual(await real(names));
    expect(await docker(["restart", "behind-tls"])).toEqual({ stdout: "behind-tls\n", stderr: "", exitCode: 0 });
    expect(await docker(["exec", "-i", "behind-tls", "cat"], tls, "both ways\n")).toEqual({
      stdout: "both ways\n",
      stderr: "",
      exitCode: 0,
    });
  });

  it("is let in with its own certificate only", async () => {
    const stranger = { ...tls, cert: file("stranger.crt"), key: file("stranger.key") };
    expect(await docker(["ps"], stranger)).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/^error during connect: tcp:\/\/127\.0\.0\.1:\d+: /),
      exitCode: 1,
    });
  });

  it("speaks to no daemon but the one whose authority it knows", async () => {
    const before = sockets.length;
    expect(await docker(["ps"], { ...tls, ca: file("stranger.crt") })).toMatchObject({
      stdout: "",
      stderr: expect.stringMatching(/^error during connect: .*self-signed certificate/),
      exitCode: 1,
    });
    expect(await docker(["ps"], null)).toMatchObject({ stdout: "", exitCode: 1 });
    expect(sockets).toHaveLength(before);
  });

  it("says which of its files is missing", async () => {
    expect(await docker(["ps"], { ...tls, key: file("none.key") })).toMatchObject({
      stderr: expect.stringContaining("none.key"),
      exitCode: 1,
    });
  });
});
