import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Duplex } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeCertificate } from "@/lib/adapters/prometheus/testing/guarded-prometheus";
import { curlCommand } from "./curl";
import { runCommand } from "./testing/run-command";

/** The real curl is the oracle: both ask the same server, and what they print and how they end is compared. */
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
const DATE = "Mon, 24 Nov 2025 02:00:00 GMT";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const folder = mkdtempSync(path.join(tmpdir(), "headroom-curl-"));
const servers: Server[] = [];
let base = "";
let secured = "";

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  base = `http://${await listening(createServer(serve).on("upgrade", upgrade))}`;
  writeFileSync(path.join(folder, "format"), "code %{http_code}\n\\n");
  if (hasOpenssl) {
    makeCertificate(folder, "server");
    makeCertificate(folder, "stranger");
    const [cert, key] = ["server.crt", "server.key"].map((name) => readFileSync(path.join(folder, name)));
    secured = `https://${await listening(createSecureServer({ cert, key }, serve))}`;
  }
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  rmSync(folder, { recursive: true });
});

/** A handshake, one message, and the end. */
function upgrade(request: IncomingMessage, socket: Duplex): void {
  const key = `${request.headers["sec-websocket-key"]}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accepted = createHash("sha1").update(key).digest("base64");
  socket.end(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accepted}\r\n\r\n\x81\x05hello`,
    "latin1",
  );
}

const tried = new Set<string>();

type Answer = (response: ServerResponse, request: IncomingMessage, asked: { url: URL; body: string }) => void;

const answers: Readonly<Record<string, Answer>> = {
  "/moved": (response, _request, { url }) => {
    const status = Number(url.searchParams.get("with") ?? 302);
    response.writeHead(status, { Location: url.searchParams.get("to") ?? "/echo" }).end("moved\n");
  },
  // Each program fails at its first attempt: theirs and ours name themselves.
  "/flaky": (response, { headers }, { url }) => {
    const key = `${headers["user-agent"]}${url.search}`;
    const isFirst = !tried.has(key);
    tried.add(key);
    response.writeHead(isFirst ? Number(url.searchParams.get("with")) : 200).end(isFirst ? "bad\n" : "fine\n");
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

function serve(request: IncomingMessage, response: ServerResponse): void {
  answer(request, response).catch((error) => response.destroy(error));
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  const url = new URL(request.url ?? "/", base);
  response.sendDate = false;
  response.setHeader("Date", DATE);
  const known = answers[url.pathname];
  if (known) {
    known(response, request, { url, body: Buffer.concat(pieces).toString() });
    return;
  }
  const status = Number(/^\/status\/(\d+)/.exec(url.pathname)?.[1] ?? 200);
  response.writeHead(status, { "Content-Type": "text/plain", "X-Two": ["a", "b"] });
  response.end(status === 204 ? undefined : `status ${status}\n`);
}

type Printed = { readonly exitCode: number | null; readonly stdout: string; readonly stderr: string };

function real(argv: readonly string[], stdin: string): Promise<Printed> {
  return new Promise((resolve) => {
    const child = spawn("curl", ["-q", ...argv], { cwd: folder });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (piece) => (stdout += String(piece)));
    child.stderr.on("data", (piece) => (stderr += String(piece)));
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
    child.stdin.end(stdin);
  });
}

function ours(argv: readonly string[], stdin: string): Promise<Printed> {
  return runCommand(curlCommand({ allow: () => ({ ok: true, isInwardAllowed: true }) }), argv, {
    ceiling: "destructive",
    stdin,
    readFile: async (name) => (existsSync(path.join(folder, name)) ? readFileSync(path.join(folder, name)) : null),
  });
}

/** How long it took, and the server's keeping of connections (ours asks for none), differ from call to call. */
function stable({ exitCode, stdout, stderr }: Printed): Printed {
  const plain = (text: string) =>
    text
      .replace(/after \d+ (ms|milliseconds)/g, "after N $1")
      .replace(/^(Connection|Keep-Alive): .*\r\n/gim, "")
      .replace(/Problem ?: (.*)\. Will retry in (\d+) seconds?\./g, "Problem: $1. Will retry in $2.")
      .replace(/\d+\.\d{6}/g, "TIME")
      // Releases of curl write and word these differently.
      .replace(/%[0-9a-f]{2}/gi, (escaped) => escaped.toUpperCase())
      .replace(/(Failed to read \S+)\n/, "$1")
      .replaceAll("Couldn't connect to server", "Could not connect to server")
      .replace(" or disabled in libcurl", "")
      .replace(/(end of response|transfer closed).*$/gm, "transfer closed");
  return { exitCode, stdout: plain(stdout), stderr: plain(stderr) };
}

const shake =
  "-H Connection:Upgrade -H Upgrade:websocket -H Sec-WebSocket-Version:13 -H Sec-WebSocket-Key:dGhlIHNhbXBsZSBub25jZQ==";

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
  ["-s -L --max-redirs 0 /moved"],
  ["-sS -L --max-redirs 2 /moved?to=/moved"],
  ["-s --max-redirs x /moved"],
  ["-sS --fail-with-body /status/404"],
  ["-s --fail-with-body -w %{http_code}:%{size_download} /status/500"],
  ["-s --fail-with-body /"],
  ["-sg /echo?query=rate(up[5m])"],
  ["-s --globoff /echo?query=up{a=b}"],
  ["-s4 --http1.1 --tlsv1.2 --basic /echo"],
  ["-s --oauth2-bearer abc /echo"],
  ["-s -r 0-9 /echo"],
  ["-s --range 5- --noproxy * /echo"],
  ["-s -S /reset"],
  ["-s -S /short"],
  ["-s -f -w %{http_code} /status/503"],
  ["-s -S http://127.0.0.1:1/"],
  ["-s -S http://no-such-host.invalid/"],
  ["-s -S ftpx://a/"],
  ["-s -S --no-such-flag /"],
  ["-s -S -o"],
  ["-s / /status/404"],
  ["-s --retry 2 /"],
  ["-s --retry 1 /status/404"],
  ["-s --retry x /"],
  ["-s -w @format /"],
  ["-s -w @none /"],
  ["-s -w @- /", "%{http_code}\n"],
  ["-s -w %{time_namelookup}:%{time_connect}:%{time_appconnect}:%{time_starttransfer}:%{time_total} /"],
  ["-s -w %{scheme}:%{http_code} /"],
  ["-s --resolve other.test:PORT:127.0.0.1 http://other.test:PORT/"],
  ["-s --resolve *:PORT:127.0.0.1 http://other.test:PORT/"],
  ["-sS --resolve other.test:1:127.0.0.1 http://other.invalid:PORT/"],
  ["-sS --resolve other.test:127.0.0.1 /"],
  ["-sS --resolve other.test:80:nobody /"],
  ["-sS --cacert none /"],
  // As public runbooks write them.
  ["-s -D - -o /dev/null /"],
  ["-s -L -D - /moved"],
  ["-sS -D - -f /status/404"],
  ["-w @curl-format.txt -o /dev/null -s /"],
  ["-o /dev/null -s -w redirect:%{time_redirect}s:%{ssl_verify_result}:%{local_ip}:%{http_connect}\\n /"],
  ["-s -L -w %{time_redirect}s /moved"],
  [`-s -i -N ${shake} /socket`],
  [`-s -N -m 5 ${shake} /socket`],
];

const securedCases: typeof cases = [
  ["-sS SECURED/"],
  ["-s -o /dev/null -w %{http_code} SECURED/"],
  ["-sSk SECURED/"],
  ["-sS --cacert server.crt SECURED/"],
  ["-sS --cacert stranger.crt SECURED/"],
  ["-sS --cacert none SECURED/"],
  ["-sS --cacert format SECURED/"],
  ["-sS --cacert server.crt --resolve other.test:SPORT:127.0.0.1 https://other.test:SPORT/"],
  ["-sSk --resolve other.test:SPORT:127.0.0.1 https://other.test:SPORT/"],
];

/** Each waits a second, as curl does. */
const retriedCases: typeof cases = [
  ["-s --retry 1 /flaky?with=503&case=1"],
  ["--no-progress-meter --retry 2 /flaky?with=429&case=2"],
  ["-sS -f --retry 1 /flaky?with=500&case=3"],
  ["-sS --retry 1 --retry-delay 1 -w %{http_code} /flaky?with=408&case=4"],
  ["-sS --retry 1 --retry-connrefused http://127.0.0.1:1/"],
  ["-sS --retry 1 --retry-max-time 5 /flaky?with=502&case=5"],
  ["-sS --retry 1 http://127.0.0.1:1/"],
];

const portOf = (address: string) => address.split(":").at(-1) ?? "";

function wordsOf(line: string): readonly string[] {
  return line
    .replaceAll("SECURED", secured)
    .replaceAll("SPORT", portOf(secured))
    .replaceAll("PORT", portOf(base))
    .split(" ")
    .map((word) => (word.startsWith("/") && word !== "/dev/null" ? base + word : word));
}

async function compare([line, stdin = ""]: (typeof cases)[number]): Promise<void> {
  const argv = wordsOf(line);
  const [expected, actual] = await Promise.all([real(argv, stdin), ours(argv, stdin)]);
  expect(stable(actual)).toEqual(stable(expected));
}

describe.skipIf(!hasCurl)("curl prints and ends as the real one does (skipped without it)", () => {
  it.each(cases.map((one) => [one[0], one] as const))("curl %s", (_line, one) => compare(one));

  it("curl --retry, all at once", async () => {
    await Promise.all(retriedCases.map(compare));
  });
});

describe.skipIf(!hasCurl || !hasOpenssl)("curl of https:// (skipped without curl and openssl)", () => {
  it.each(securedCases.map((one) => [one[0], one] as const))("curl %s", (_line, one) => compare(one));
});
