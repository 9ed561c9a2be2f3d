import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const address = process.env["TEST_DOCKER_HOST"];
const program = fileURLToPath(new URL("../bin/headroom.mjs", import.meta.url));
const home = mkdtempSync(path.join(tmpdir(), "headroom-home-"));

afterAll(() => rmSync(home, { recursive: true }));

/** The bundled program, as people run it. */
function headroomExec(script: string) {
  const { stdout, stderr, status } = spawnSync(process.execPath, [program, "exec", "--", script], {
    encoding: "utf8",
    env: { NODE_ENV: "test", PATH: process.env["PATH"], HOME: home, DOCKER_HOST: address },
  });
  return { stdout, stderr, status };
}

describe.skipIf(address === undefined)("headroom exec on a real Docker (TEST_DOCKER_HOST)", () => {
  it("runs docker inside of a pipeline, on the host of DOCKER_HOST or of -H", () => {
    const images = "docker images --format '{{.Repository}}' | sort -u | grep headroom-test";
    expect(headroomExec(images)).toEqual({ stdout: "headroom-test\n", stderr: "", status: 0 });
    expect(headroomExec("docker -H unix:///nowhere/sock ps")).toEqual({
      stdout: "",
      stderr: "Cannot connect to the Docker daemon at unix:///nowhere/sock. Is the docker daemon running?\n",
      status: 1,
    });
  });

  it("refuses ssh without a key of the caller", () => {
    expect(headroomExec("ssh web-1 uptime")).toMatchObject({
      stderr: expect.stringContaining("headroom: there is no key: none of id_ed25519"),
      status: 126,
    });
  });
});
