import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SshConfig } from "@/lib/adapters/config/ssh";
import type { Grant } from "@/lib/core/shell/grant";
import { execArgvs } from "@/lib/core/shell/targets/exec-argvs";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { listedSshHosts } from "./find-host";
import { scpCommand } from "./scp";

const server = process.env["TEST_SSH_SERVER"];

const grant: Grant = {
  ...bareGrant,
  endpoints: [{ system: "ssh", name: "web-1" }],
};

const changing: Grant = { ...grant, ceiling: "change", execs: "any" };

const sent: ReadonlyMap<string, string> = new Map([
  ["note.txt", "kept \u00ff\n"],
  ["more.txt", "more\n"],
]);

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
    readFile: async (name) => (sent.has(name) ? Buffer.from(sent.get(name) ?? "", "latin1") : null),
    writeFile: async (name, bytes) => void files.set(name, Buffer.from(bytes).toString("latin1")),
  });
  return { ...printed, exitCode, files: Object.fromEntries(files) };
}

/** Every file below a folder with its rights and text. */
function contentsOf(place: string) {
  return readdirSync(place, { recursive: true, encoding: "utf8" })
    .sort()
    .map((name) => {
      const { mode } = statSync(path.join(place, name));
      return [name, mode.toString(8), (mode & 0o40000) === 0 ? readFileSync(path.join(place, name), "latin1") : ""];
    });
}

it.each([
  [["web-1:/a"], 1, "scp: write what to copy and where"],
  [["web-1:/a", "web-2:/a"], 1, "scp: copying between hosts is not done here"],
  [["a", "web-9:/a"], 126, "headroom: refused: web-9 is not listed; add"],
  [["scp://root@web-1/a", "."], 1, "scp: scp:// addresses are not read here: write HOST:/path"],
  [["a", "scp://web-1:22/a"], 1, "scp: scp:// addresses are not read here: write HOST:/path"],
  [["-r", "logs", "web-1:/a"], 1, "scp: -r is not done from here to a host"],
  [["web-9:/a", "."], 126, "headroom: refused: web-9 is not listed; add"],
])("%j is refused in a sentence", async (argv, exitCode, sentence) => {
  expect(await scp(null, argv)).toMatchObject({ exitCode, stderr: expect.stringContaining(sentence), files: {} });
});

it("writes only where the script spells out", async () => {
  const host = { name: "web-1", address: "127.0.0.1", port: 1, user: "root", privateKey: "/none" };
  const config: SshConfig = { knownHosts: "/none", hosts: [host] };
  const script = 'D=$(kubectl exec p -- cat /x); scp note.txt "web-1:$D"; scp note.txt web-1:/tmp/';
  const given: Grant = { ...changing, execs: execArgvs(script) };
  expect(await scp(config, ["note.txt", "web-1:/root/.ssh/authorized_keys"], given)).toMatchObject({
    exitCode: 126,
    stderr:
      "headroom: refused: scp web-1:/root/.ssh/authorized_keys: this run may only write where its script spells out\n",
  });
  expect(await scp(config, ["note.txt", "web-1:/tmp/"], given)).toMatchObject({
    exitCode: 255,
    stderr: expect.stringContaining("its private key cannot be read"),
  });
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

  /** What the real scp says to a copy, from a folder with the script's files. */
  function realUpload(files: readonly string[], remote: string) {
    for (const [name, text] of sent) {
      writeFileSync(path.join(folder, name), text, "latin1");
    }
    const flags = ["-q", "-P", port, "-i", `${keys}/user-key`, "-o", `UserKnownHostsFile=${keys}/known_hosts`];
    return new Promise<{ exitCode: number | null; stderr: string }>((resolve) => {
      const child = spawn("scp", [...flags, ...files, `root@127.0.0.1:${remote}`], { cwd: folder });
      let stderr = "";
      child.stderr.on("data", (piece) => (stderr += String(piece).replaceAll("\r", "")));
      child.on("close", (exitCode) => resolve({ exitCode, stderr }));
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

  it.each([
    ["into what is there", ".", "tree"],
    ["under another name", "copy", "copy"],
  ])("copies a folder %s as that does", async (_what, target, local) => {
    const tree = path.join(folder, "tree");
    mkdirSync(path.join(tree, "a/b"), { recursive: true });
    writeFileSync(path.join(tree, "a/b/deep.log"), "deep\n");
    writeFileSync(path.join(tree, "top.log"), "top\n");
    symlinkSync("a", path.join(tree, "link"));
    symlinkSync("nowhere", path.join(tree, "broken"));
    symlinkSync("top.log", path.join(tree, "latest.log"));
    execFileSync("mkfifo", [path.join(tree, "fifo")]);
    const cwd = mkdtempSync(path.join(folder, "real-"));
    const flags = ["-rq", "-P", port, "-i", `${keys}/user-key`, "-o", `UserKnownHostsFile=${keys}/known_hosts`];
    const child = spawn("scp", [...flags, `root@127.0.0.1:${tree}`, target], { cwd });
    const said = text(child.stderr);
    const [exitCode] = await once(child, "close");
    const files = Object.fromEntries(contentsOf(cwd).flatMap(([name, , kept]) => (kept === "" ? [] : [[name, kept]])));
    const ours = await scp(config, ["-rq", `web-1:${tree}`, target]);
    expect({ ...ours, stderr: ours.stderr.split("\n").sort() }).toEqual({
      exitCode,
      stdout: "",
      stderr: (await said).replaceAll("\r", "").split("\n").sort(),
      files,
    });
    expect(Object.keys(files)).toContain(`${local}/latest.log`);
    rmSync(tree, { recursive: true });
  });

  it.each([
    ["a folder", "", "note.txt"],
    ["a folder with its slash", "/", "note.txt"],
    ["a name", "/renamed.txt", "renamed.txt"],
  ])("copies a file of the script to %s of the host", async (_what, target, name) => {
    const place = mkdtempSync(path.join(folder, "to-"));
    const said = await scp(config, ["note.txt", `web-1:${place}${target}`], changing);
    expect(said).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    expect(readFileSync(path.join(place, name), "latin1")).toBe(sent.get("note.txt"));
  });

  it("writes nothing without the right to change, and says what is missing as the real one", async () => {
    const place = mkdtempSync(path.join(folder, "to-"));
    expect(await scp(config, ["note.txt", `web-1:${place}`])).toMatchObject({
      exitCode: 126,
      stderr: expect.stringContaining(`scp web-1:${place} is a change operation`),
    });
    for (const [file, remote] of [
      ["none.txt", place],
      ["note.txt", `${place}/no/such`],
      ["note.txt", `${place}/none/`],
    ] as const) {
      const { exitCode, stderr } = await scp(config, [file, `web-1:${remote}`], changing);
      expect({ exitCode, stderr }).toEqual(await realUpload([file], remote));
    }
    expect(readdirSync(place)).toEqual([]);
  });

  it.each([
    ["a folder that is not there yet", "new", ["note.txt", "more.txt"]],
    ["a name below no folder", "no/such", ["note.txt", "more.txt"]],
    ["a file", "file", ["note.txt", "more.txt"]],
    ["a folder, the last not there", "new", ["note.txt", "none.txt"]],
  ])("copies several files to %s as that does", async (_what, name, files) => {
    const sides = [
      (remote: string) => realUpload(files, remote),
      (remote: string) => scp(config, [...files, `web-1:${remote}`], changing),
    ].map(async (copy) => {
      const place = mkdtempSync(path.join(folder, "several-"));
      writeFileSync(path.join(place, "file"), "as it was");
      const { exitCode, stderr } = await copy(path.join(place, name));
      return { exitCode, stderr: stderr.replaceAll(place, ""), left: contentsOf(place) };
    });
    const [real, ours] = await Promise.all(sides);
    expect(ours).toEqual(real);
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
