import { spawn, spawnSync } from "node:child_process";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { brandId } from "@/lib/core/kernel/ids";
import { curlCommand } from "./curl";

/** The real curl is the oracle: both ask the same server, and what they print and how they end is compared. */
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const DATE = "Mon, 24 Nov 2025 02:00:00 GMT";

let server: Server;
let base = "";
beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

type Answer = (response: ServerResponse, request: IncomingMessage, asked: { url: URL; body: string }) => void;

const answers: Readonly<Record<string, Answer>> = {
  "/moved": (response, _request, { url }) => {
    const status = Number(url.searchParams.get("with") ?? 302);
    response.writeHead(status, { Location: url.searchParams.get("to") ?? "/echo" }).end("moved\n");
  },
  "/reset": (_response, request) => request.socket.destroy(),
  "/short": (response, request) => {
    response.writeHead(200, { "Content-Length": 100 }).write("short");
    setImmediate(() => request.socket.destroy());
  },
  "/echo": (response, { method, url, headers }, { body }) => {
    const { host: _host, "user-agent": agent, connection: _connection, ...rest } = headers;
    // Their order has no meaning, and each names its own release.
    const sorted = Object.entries(rest).sort(([a], [b]) => (a < b ? -1 : 1));
    const sent = { method, url, headers: Object.fromEntries(sorted), body, agent: agent?.replace(/^curl\/.*/, "curl") };
    response.setHeader("Content-Type", "application/json").end(`${JSON.stringify(sent)}\n`);
  },
};

async function serve(request: IncomingMessage, response: ServerResponse) {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  const url = new URL(request.url ?? "/", base);
  response.sendDate = false;
  response.setHeader("Date", DATE);
  const answer = answers[url.pathname];
  if (answer) {
    answer(response, request, { url, body: Buffer.concat(pieces).toString() });
    return;
  }
  const status = Number(/^\/status\/(\d+)/.exec(url.pathname)?.[1] ?? 200);
  response.writeHead(status, { "Content-Type": "text/plain", "X-Two": ["a", "b"] });
  response.end(status === 204 ? undefined : `status ${status}\n`);
}

type Printed = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

function real(argv: readonly string[], stdin: string): Promise<Printed> {
  return new Promise((resolve) => {
    const child = spawn("curl", ["-q", ...argv]);
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => (stdout += String(piece)));
    child.stderr.on("data", (piece) => (stderr += String(piece)));
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

async function ours(argv: readonly string[], stdin: string): Promise<Printed> {
  const output = { stdout: "", stderr: "" };
  const exitCode = await curlCommand({ allow: () => ({ ok: true, isInwardAllowed: true }) }).run(argv, {
    stdin,
    readFile: async () => null,
    writeFile: async () => undefined,
    env: {},
    grant: {
      runId: brandId("run"),
      actor: { kind: "system", name: "test" },
      ceiling: "destructive",
      clusters: [],
      execs: [],
      endpoints: [],
    },
    signal: new AbortController().signal,
    write: (stream, text) => {
      output[stream] += text;
    },
  });
  return { exitCode, ...output };
}

/** How long it took, and the server's keeping of connections (ours asks for none), differ from call to call. */
function stable({ exitCode, stdout, stderr }: Printed): Printed {
  const plain = (text: string) =>
    text
      .replace(/after \d+ (ms|milliseconds)/g, "after N $1")
      .replace(/^(Connection|Keep-Alive): .*\r\n/gim, "")
      // Releases of curl write and word these differently.
      .replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase())
      .replace("Couldn't connect to server", "Could not connect to server")
      .replace(" or disabled in libcurl", "")
      .replace(/(end of response|transfer closed).*$/gm, "transfer closed");
  return { exitCode, stdout: plain(stdout), stderr: plain(stderr) };
}

const cases: readonly (readonly [words: string, stdin?: string])[] = [
  ["-s /"],
  ["-s /echo"],
  ["-s /echo?a=1&b=%20c"],
  ["-s -X POST /echo"],
  ["-s -X PUT -d x /echo"],
  ["-s -X DELETE /echo"],
  ["-s -X PATCH -d x=1 /echo"],
  ["-s -d a=1 /echo"],
  ["-s -d a=1 -d b=2 /echo"],
  ["-s --data a=1 --data-raw @b /echo"],
  ["-s --data-binary @- /echo", "one\ntwo\n"],
  ["-s -d @- /echo", "one\ntwo\n"],
  ["-s -d @- /echo", ""],
  ["-s --data-urlencode q=a+b&c /echo"],
  ["-s --data-urlencode a=é /echo"],
  ["-s --data-urlencode =x=y /echo"],
  ["-s --data-urlencode plain{} /echo"],
  ["-s --data-urlencode q=(a)!*'~ /echo"],
  ["-s -G -d a=1 -d b=2 /echo"],
  ['-s -G --data-urlencode query=up{a="b"} /echo'],
  ["-s -G -d c=3 /echo?a=1"],
  ["-s -G -I -d c=3 /echo"],
  ["-s -H X-One:1 /echo"],
  ["-s -H X-One:1 -H X-Two:2 /echo"],
  ["-s -H Accept: /echo"],
  ["-s -H Accept:text/plain /echo"],
  ["-s -H Content-Type:application/json -d {} /echo"],
  ["-s -A me/1 /echo"],
  ["-s -b a=1 /echo"],
  ["-s -b a=1;b=2 /echo"],
  ["-s -e http://from /echo"],
  ["-s -u me:pw /echo"],
  ["-s -u me:p:w /echo"],
  ["-sXPOST -HX-One:1 -da=1 /echo"],
  ['-s --json {"a":1} /echo'],
  ["-s --request PUT /echo"],
  ["-s --header X-One:1 /echo"],
  ["-s --url /echo"],
  ["-s -N /echo"],
  ["-s -k /echo"],
  ["-s -i /"],
  ["-s -I /"],
  ["-s -i -X POST /"],
  ["-s -i /status/204"],
  ["-s -i /status/404"],
  ["-s -f /status/404"],
  ["-f -s -S /status/404"],
  ["-s -S -f /status/500"],
  ["-s -f -i /status/404"],
  ["-s /status/500"],
  ["-s -o /dev/null /"],
  ["-s -o /dev/null -w %{http_code} /"],
  ["-s -o /dev/null -w %{http_code}\\n /status/404"],
  ["-s -w \\n%{http_code}\\t%{size_download}%% /"],
  ["-s -w %{url_effective} /"],
  ["-s -w %{content_type} /"],
  ["-s -w %{num_redirects} -L /moved"],
  ["-s -w %{method} -X PUT /"],
  ["-s -w %{size_upload} -d abc /"],
  ["-s -w %{remote_ip} /"],
  ["-s -w %{redirect_url} /moved"],
  ["-s -w %{response_code}%{http_version} /"],
  ["-s -w %{exitcode} /"],
  ["-s -w %{num_connects} /"],
  ["-s -w %{nothing} /"],
  ["-s /moved"],
  ["-s -L /moved"],
  ["-s -L -i /moved"],
  ["-s -L -d x /moved"],
  ["-s -L -d x /moved?with=307"],
  ["-s -L -d x /moved?with=303"],
  ["-s -L -X POST -d x /moved"],
  ["-s -L -I /moved"],
  ["-s -L -u me:pw /moved"],
  ["-s -S /reset"],
  ["-s -S /short"],
  ["-s -f -w %{http_code} /status/503"],
  ["-s -S http://127.0.0.1:1/"],
  ["-s -S http://no-such-host.invalid/"],
  ["-s -S ftpx://a/"],
  ["-s -S --no-such-flag /"],
  ["-s -S -o"],
  ["-s / /status/404"],
];

describe.skipIf(!hasCurl)("curl prints and ends as the real one does (skipped without it)", () => {
  it.each(cases.map(([line, stdin = ""]) => ({ line, stdin })))("curl $line", async ({ line, stdin }) => {
    const argv = line.split(" ").map((word) => (word.startsWith("/") && word !== "/dev/null" ? base + word : word));
    const [expected, actual] = [stable(await real(argv, stdin)), stable(await ours(argv, stdin))];
    expect(actual).toEqual(expected);
  });
});
