import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { NativeCommand } from "@/lib/core/shell/command";
import { ncCommand } from "./nc";
import { runCommand } from "./testing/run-command";
import { wgetCommand } from "./wget";

/** The real programs are the oracles: both ask the same server, and what they print, leave and end with is compared. */
const hasWget = spawnSync("wget", ["--version"]).status === 0;
const hasNc = String(spawnSync("nc", ["-h"]).stderr).includes("OpenBSD");

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  response.sendDate = false;
  response.setHeader("Connection", "close");
  if (pathname === "/missing") {
    response.writeHead(404).end("not here\n");
  } else if (pathname === "/moved") {
    response.writeHead(302, { Location: "/echo" }).end();
  } else if (pathname === "/login" && request.headers.authorization === undefined) {
    response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
  } else if (pathname === "/empty") {
    response.writeHead(204).end();
  } else {
    void request.toArray().then((pieces) => {
      const { host: _host, connection: _connection, "user-agent": agent, ...headers } = request.headers;
      const said = {
        method: request.method,
        headers: Object.entries(headers).sort(),
        body: Buffer.concat(pieces).toString(),
      };
      const text = `${JSON.stringify({ ...said, agent: agent?.replace(/^Wget\/.*/, "Wget") })}\n`;
      response.writeHead(200, { "Content-Type": "text/plain", "Content-Length": text.length }).end(text);
    });
  }
});
let base = "";
let folder = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = mkdtempSync(path.join(tmpdir(), "headroom-wget-"));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

type Done = {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly files: unknown;
};

function real(program: string, argv: readonly string[], names: readonly string[]): Promise<Done> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: "C.UTF-8", TZ: "UTC" };
    const child = spawn(program, argv, { cwd: folder, env });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => (stdout += String(piece)));
    child.stderr.on("data", (piece) => (stderr += String(piece)));
    child.on("close", (exitCode) => {
      const files = names.map((name) => [name, fileText(name)]);
      for (const name of names) {
        rmSync(path.join(folder, name), { force: true });
      }
      resolve({ exitCode, stdout, stderr, files });
    });
  });
}

function fileText(name: string): string | null {
  const file = path.join(folder, name);
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}

async function ours(command: NativeCommand, argv: readonly string[], names: readonly string[]): Promise<Done> {
  const files = new Map<string, string>();
  const writeFile = async (name: string, bytes: Uint8Array) => void files.set(name, Buffer.from(bytes).toString());
  const printed = await runCommand(command, argv, { ceiling: "destructive", writeFile });
  return { ...printed, files: names.map((name) => [name, files.get(name) ?? null]) };
}

/** Times, rates and the line of progress differ from call to call; a connection that is kept is no matter of the output. */
function stable({ stderr, ...done }: Done): Done {
  const plain = stderr
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, "TIME")
    .replace(/\([\d.]+ [KMG]?B\/s\)/g, "(RATE)")
    .replace(/^ +\d+K .*\n\n/gm, "");
  return { ...done, stderr: plain };
}

const allowed = { ok: true, isInwardAllowed: true } as const;
const wget = wgetCommand({ allow: () => allowed, now: () => new Date() });
const nc = ncCommand({ allow: () => allowed });

describe.skipIf(!hasWget)("wget prints, leaves and ends as the real one does (skipped without it)", () => {
  it.each([
    ["-qO- BASE/x"],
    ["-q -O - BASE/x"],
    ["-qO/dev/null BASE/x"],
    ["-q BASE/page?a=1", "page?a=1"],
    ["-q BASE/", "index.html"],
    ["-O kept BASE/x", "kept"],
    ["--output-document=kept -nv BASE/x", "kept"],
    ["-O- BASE/x"],
    ["-nv -O- BASE/missing"],
    ["-O- BASE/missing"],
    ["-q -O- BASE/missing"],
    ["-qO- BASE/moved"],
    ["-S -O- BASE/moved"],
    ["-S -qO- BASE/missing"],
    ["--spider BASE/x"],
    ["--spider -nv BASE/x"],
    ["-q -S --spider BASE/x"],
    ["--spider BASE/missing"],
    ["--spider -q BASE/missing"],
    ["-O- BASE/empty"],
    ["-qO- --header A:b --header X-Two:c BASE/x"],
    ["-qO- --post-data x=1 BASE/x"],
    ["-qO- --method=PUT --body-data x BASE/x"],
    ["-qO- -U me/1 BASE/x"],
    ["-qO- --user me --password pw BASE/login"],
    ["-qO- -T 2 -t 1 BASE/x"],
    ["-qO- -t1 http://127.0.0.1:1/"],
    ["-O- -t1 http://127.0.0.1:1/"],
    ["-O- -t1 http://no-such-host.invalid/"],
    [""],
  ])("wget %s", async (line, ...names) => {
    const argv = ["--no-proxy", ...line.split(" ").filter(Boolean)].map((word) =>
      word.replace("BASE", `http://${base}`),
    );
    const expected = stable(await real("wget", ["--no-config", ...argv], names));
    expect(stable(await ours(wget, argv, names))).toEqual(expected);
  });
});

describe.skipIf(!hasNc)("nc -z says what the OpenBSD netcat says (skipped without it)", () => {
  it.each([
    "-zv 127.0.0.1 PORT",
    "-z 127.0.0.1 PORT",
    "-z -v -w 2 127.0.0.1 PORT",
    "-vzw1 127.0.0.1 PORT",
    "-zvn 127.0.0.1 PORT",
    "-zv 127.0.0.1 1",
    "-z 127.0.0.1 1",
    "-zv 127.0.0.1 1-3",
    "-zv 127.0.0.1",
    "-zv 127.0.0.1 99999",
    "-zv no-such-host.invalid 80",
  ])("nc %s", async (line) => {
    const argv = line.replace("PORT", base.split(":")[1] ?? "").split(" ");
    expect(await ours(nc, argv, [])).toEqual(await real("nc", argv, []));
  });
});

describe("what they refuse", () => {
  it("is a host that is not allowed, and an address of the own network behind a name", async () => {
    const refused = { allow: () => ({ ok: false, sentence: "refused: not listed" }) as const, now: () => new Date() };
    expect(await ours(wgetCommand(refused), ["-qO-", `http://${base}/`], [])).toMatchObject({
      exitCode: 126,
      stderr: "wget: refused: not listed\n",
    });
    const outward = ncCommand({ allow: () => ({ ok: true }) });
    for (const [host = "", port = ""] of [base.split(":"), ["localhost", "1"], ["169.254.169.254", "80"]]) {
      const { exitCode, stderr } = await ours(outward, ["-zv", host, port], []);
      expect([exitCode, stderr]).toEqual([126, expect.stringContaining("address of the own network")]);
    }
    expect(await ours(nc, [base.split(":")[0] ?? "", "80"], [])).toMatchObject({ exitCode: 1, stdout: "" });
  });

  it("is a flag that is not known", async () => {
    expect(await ours(wget, ["--mirror", base], [])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("unrecognized option '--mirror'"),
    });
  });
});
