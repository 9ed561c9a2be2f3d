import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SshConfig } from "@/lib/adapters/config/ssh";
import { connectDocker } from "@/lib/adapters/docker/connection";
import { cutWay } from "@/lib/adapters/http/testing/cut-way";
import type { OutputStream } from "@/lib/core/shell/command";
import type { Grant } from "@/lib/core/shell/grant";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { dockerTunnel } from "./docker-tunnel";
import { listedSshHosts } from "./find-host";
import { sshCommand } from "./ssh";

const server = process.env["TEST_SSH_SERVER"];

const grant: Grant = {
  ...bareGrant,
  ceiling: "change",
  execs: "any",
  readList: [],
  endpoints: [{ system: "ssh", name: "web-1" }],
};
type Options = { grant?: Grant; signal?: AbortSignal; stdin?: string; onWrite?(): unknown };

async function ssh(config: SshConfig | null, argv: readonly string[], options: Options = {}) {
  const printed: Record<OutputStream, string> = { stdout: "", stderr: "" };
  const exitCode = await sshCommand(listedSshHosts(config)).run(argv, {
    stdin: options.stdin ?? "",
    env: {},
    grant: options.grant ?? grant,
    signal: options.signal ?? new AbortController().signal,
    write: (stream, chunk) => {
      printed[stream] += Buffer.from(chunk).toString("utf8");
      options.onWrite?.();
    },
    readFile: async () => null,
    writeFile: async () => undefined,
  });
  return { ...printed, exitCode };
}

it("refuses a host that is not listed, with the line to add", async () => {
  expect(await ssh(null, ["-p", "2222", "deploy@web-9", "uptime"])).toEqual({
    stdout: "",
    stderr:
      'headroom: refused: deploy@web-9 is not listed; add "- { name: web-9, address: web-9, port: 2222, user: deploy, privateKey: FILE }" under ssh.hosts in the configuration\n',
    exitCode: 126,
  });
});

it.each([
  [["web-1"], "a session needs somebody to type"],
  [["-L", "80:x:80", "web-1", "true"], "-L is not done from here"],
  [["-o", "ProxyCommand=x", "web-1", "true"], "-o ProxyCommand=x is not done from here"],
])("%j is refused in a sentence", async (argv, sentence) => {
  const { stderr, exitCode } = await ssh(null, argv);
  expect({ stderr, exitCode }).toEqual({ stderr: expect.stringContaining(`ssh: ${sentence}`), exitCode: 255 });
});

describe.skipIf(server === undefined)("ssh on a real sshd (TEST_SSH_SERVER)", () => {
  const [port = "0", files = ""] = (server ?? "").split(" ");
  const host = {
    name: "web-1",
    address: "127.0.0.1",
    port: Number(port),
    user: "root",
    privateKey: `${files}/user-key`,
  };
  const config: SshConfig = { knownHosts: `${files}/known_hosts`, hosts: [host] };
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "headroom-ssh-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("runs a program there: both streams, its exit code, its standard input", async () => {
    expect(await ssh(config, ["web-1", "echo out; echo err >&2; exit 3"])).toEqual({
      stdout: "out\n",
      stderr: "err\n",
      exitCode: 3,
    });
    expect(await ssh(config, ["-t", "-o", "BatchMode=yes", "root@web-1", "sort", "-r"], { stdin: "a\nb\n" })).toEqual({
      stdout: "b\na\n",
      stderr: "",
      exitCode: 0,
    });
  });

  it("says what it ignores", async () => {
    const { stderr } = await ssh(config, ["-i", "~/.ssh/id", "-o", "StrictHostKeyChecking=no", "web-1", "true"]);
    expect(stderr).toBe(
      "headroom: -i ~/.ssh/id is ignored: keys and hosts come from the configuration\n" +
        "headroom: -o StrictHostKeyChecking=no is ignored: host keys are checked against the configured file\n",
    );
  });

  it("ends the program and its children on cancel", async () => {
    const cancel = new AbortController();
    const mark = `7${process.pid}${Date.now() % 100_000}`;
    const script = `echo begun; sleep ${mark} & sleep ${mark}; echo after`;
    expect(await ssh(config, ["web-1", script], { signal: cancel.signal, onWrite: () => cancel.abort() })).toEqual({
      stdout: "begun\n",
      stderr: "",
      exitCode: 130,
    });
    const left = await ssh(config, ["web-1", `grep -la ${mark.slice(0, -1)}[${mark.at(-1)}] /proc/[0-9]*/cmdline`]);
    expect(left.stdout).toBe("");
  });

  it("says that nobody knows how a program ended whose connection broke", async () => {
    const way = await cutWay({ port: host.port });
    const knownHosts = path.join(folder, "behind-the-way");
    writeFileSync(knownHosts, readFileSync(config.knownHosts, "utf8").replaceAll(`:${port} `, `:${way.port} `));
    const behind = { knownHosts, hosts: [{ ...host, port: way.port }] };
    expect(await ssh(behind, ["web-1", "echo begun; exec sleep 5"], { onWrite: () => way.drop() })).toEqual({
      stdout: "begun\n",
      stderr: "headroom: the connection broke: the program may still run there\n",
      exitCode: 255,
    });
    way.close();
  });

  it("refuses a host whose key is not known, or is another one", async () => {
    const unknown = path.join(folder, "unknown");
    writeFileSync(unknown, "");
    const refused = await ssh({ ...config, knownHosts: unknown }, ["web-1", "true"]);
    expect(refused.exitCode).toBe(255);
    expect(refused.stderr).toMatch(/^ssh: web-1 shows the key SHA256:\S+, which \S+ does not hold: check it, then add/);
    const line = readFileSync(config.knownHosts, "utf8");
    const changed = path.join(folder, "changed");
    writeFileSync(changed, line.replace(/(\S{10})$/m, "AAAAAAAAAA"));
    const other = await ssh({ ...config, knownHosts: changed }, ["web-1", "true"]);
    expect(other.stderr).toContain("holds another one");
    const listed = / add this line: (.*)\n$/.exec(refused.stderr)?.[1] ?? "";
    writeFileSync(unknown, listed);
    expect((await ssh({ ...config, knownHosts: unknown }, ["web-1", "true"])).exitCode).toBe(0);
  });

  it("does nothing that the grant does not hold", async () => {
    const trace = path.join(folder, "trace");
    const listed = { ...grant, execs: [["touch", `${trace}-ok`]] };
    expect((await ssh(config, ["web-1", "touch", `${trace}-ok`], { grant: listed })).exitCode).toBe(0);
    expect(await ssh(config, ["web-1", "touch", trace], { grant: listed })).toEqual({
      stdout: "",
      stderr: `headroom: refused: ssh web-1 touch ${trace}: this run may only start the programs its script spells out\n`,
      exitCode: 126,
    });
    const elsewhere = { ...grant, endpoints: [] };
    expect((await ssh(config, ["web-1", "touch", trace], { grant: elsewhere })).stderr).toContain(
      "may not use ssh web-1",
    );
    expect([existsSync(trace), existsSync(`${trace}-ok`)]).toEqual([false, true]);
  });

  it("says when a host does not answer, or does not take the key", async () => {
    const closed = await ssh({ ...config, hosts: [{ ...host, port: 1 }] }, ["web-1", "true"]);
    expect(closed).toEqual({
      stdout: "",
      stderr: "ssh: connect to host 127.0.0.1 port 1: Connection refused\n",
      exitCode: 255,
    });
    const denied = await ssh({ ...config, hosts: [{ ...host, user: "nobody" }] }, ["web-1", "true"]);
    expect(denied).toMatchObject({ stderr: "ssh: nobody@127.0.0.1: Permission denied (publickey).\n", exitCode: 255 });
  });

  it("gives a socket to the Docker program of the host", async () => {
    const connection = connectDocker(
      { name: "over-ssh", isDefault: true, kind: "ssh", ssh: "web-1" },
      dockerTunnel(config, "web-1"),
    );
    const signal = AbortSignal.timeout(20_000);
    const reply = await connection.request({ path: "/containers/json", signal });
    expect({ status: reply.status, isList: Array.isArray(JSON.parse(reply.text)) }).toEqual({
      status: 200,
      isList: true,
    });
  });
});
