import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SshConfig } from "@/lib/adapters/config/ssh";
import { brandId } from "@/lib/core/kernel/ids";
import type { Grant } from "@/lib/core/shell/grant";
import { listedSshHosts } from "./find-host";
import { scpCommand } from "./scp";

const server = process.env["TEST_SSH_SERVER"];

const grant: Grant = {
  runId: brandId("run"),
  actor: { kind: "system", name: "test" },
  ceiling: "read",
  clusters: [],
  execs: [],
  endpoints: [{ system: "ssh", name: "web-1" }],
};

async function scp(config: SshConfig | null, argv: readonly string[], given: Grant = grant) {
  const printed = { stdout: "", stderr: "" };
  const files = new Map<string, string>();
  const exitCode = await scpCommand(listedSshHosts(config)).run(argv, {
    stdin: "",
    env: {},
    grant: given,
    signal: new AbortController().signal,
    write: (stream, chunk) => {
      printed[stream] += String(chunk);
    },
    readFile: async () => null,
    writeFile: async (name, bytes) => void files.set(name, Buffer.from(bytes).toString("latin1")),
  });
  return { ...printed, exitCode, files: Object.fromEntries(files) };
}

it.each([
  [["web-1:/a"], 1, "scp: write what to copy and where"],
  [["a", "web-1:/a"], 1, "scp: only copying from a host is done here"],
  [["-r", "web-1:/a", "."], 1, "scp: -r is not done from here"],
  [["web-9:/a", "."], 126, "headroom: refused: web-9 is not listed; add"],
])("%j is refused in a sentence", async (argv, exitCode, sentence) => {
  expect(await scp(null, argv)).toMatchObject({ exitCode, stderr: expect.stringContaining(sentence), files: {} });
});

describe.skipIf(server === undefined)("scp from a real sshd, beside the real scp (TEST_SSH_SERVER)", () => {
  const [port = "0", keys = ""] = (server ?? "").split(" ");
  const host = {
    name: "web-1",
    address: "127.0.0.1",
    port: Number(port),
    user: "root",
    privateKey: `${keys}/user-key`,
  };
  const config: SshConfig = { knownHosts: `${keys}/known_hosts`, hosts: [host] };
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "headroom-scp-"));
    mkdirSync(path.join(folder, "logs"));
    writeFileSync(path.join(folder, "heap.prof"), Buffer.from([0, 255, 10, 128, 13]));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The real scp prints its errors and leaves its file in a folder of its own. */
  function real(remote: string, target: string, local: string) {
    const cwd = mkdtempSync(path.join(folder, "real-"));
    const known = `UserKnownHostsFile=${keys}/known_hosts`;
    const flags = ["-q", "-P", port, "-i", `${keys}/user-key`, "-o", known];
    return new Promise<{ exitCode: number | null; stderr: string; kept: string | null }>((resolve) => {
      const child = spawn("scp", [...flags, `root@127.0.0.1:${remote}`, target], { cwd });
      let stderr = "";
      child.stderr.on("data", (piece) => (stderr += String(piece).replaceAll("\r", "")));
      child.on("close", (exitCode) => {
        const file = path.join(cwd, target === "." ? local : target);
        resolve({
          exitCode,
          stderr,
          kept: statSync(file, { throwIfNoEntry: false })?.isFile() ? readFileSync(file, "latin1") : null,
        });
      });
    });
  }

  it.each([
    ["heap.prof", ".", "heap.prof"],
    ["heap.prof", "kept.prof", "kept.prof"],
    ["missing", ".", "missing"],
    ["logs", ".", "logs"],
    ["heap*.pr?f", ".", "heap.prof"],
    ["none*", ".", "none"],
  ])("copies %s to %s as that does", async (name, target, local) => {
    const remote = path.join(folder, name);
    const [expected, actual] = [
      await real(remote, target, local),
      await scp(config, ["-q", `web-1:${remote}`, target]),
    ];
    expect({ exitCode: actual.exitCode, stderr: actual.stderr, kept: actual.files[local] ?? null }).toEqual(expected);
  });

  it("checks the host's key and the grant", async () => {
    const unknown = path.join(folder, "unknown");
    writeFileSync(unknown, "");
    const source = `web-1:${folder}/heap.prof`;
    expect(await scp({ ...config, knownHosts: unknown }, [source, "."])).toMatchObject({
      exitCode: 255,
      stderr: expect.stringContaining("ssh: web-1 shows the key SHA256:"),
      files: {},
    });
    expect(await scp(config, [source, "."], { ...grant, endpoints: [] })).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining("this run may not use ssh web-1"),
      files: {},
    });
  });
});
