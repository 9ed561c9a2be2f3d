import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@/lib/core/kernel/app-error";
import { brandId } from "@/lib/core/kernel/ids";
import type { Grant } from "@/lib/core/shell/grant";
import { isInwardAddress } from "./addresses";
import { curlCommand, type HostVerdict } from "./curl";
import { hostPolicy } from "./host-policy";

let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function serve(request: IncomingMessage, response: ServerResponse) {
  const pieces: Buffer[] = [];
  for await (const piece of request) {
    pieces.push(Buffer.from(piece));
  }
  const body = Buffer.concat(pieces).toString();
  const url = new URL(request.url ?? "/", base);
  switch (url.pathname) {
    case "/echo":
      response.end(JSON.stringify({ method: request.method, query: url.search, headers: request.headers, body }));
      break;
    case "/missing":
      response.writeHead(404).end("not here");
      break;
    case "/moved":
      response.writeHead(302, { location: url.searchParams.get("to") ?? "/echo" }).end();
      break;
    case "/loop":
      response.writeHead(302, { location: "/loop" }).end();
      break;
    case "/slow":
      response.write("first");
      break;
    case "/endless":
      for (let sent = 0; sent < 40 && !response.destroyed; sent += 1) {
        response.write(Buffer.alloc(1024 * 1024, "x"));
      }
      response.end();
      break;
    default:
      response.end("hello\n");
  }
}

type Options = {
  readonly stdin?: string;
  readonly files?: Map<string, Uint8Array>;
  readonly ceiling?: Grant["ceiling"];
  readonly signal?: AbortSignal;
  allow?(url: URL): HostVerdict;
};

async function curl(line: string, options: Options = {}) {
  const output = { stdout: "", stderr: "" };
  const command = curlCommand({ allow: options.allow ?? (() => ({ ok: true, isInwardAllowed: true })) });
  const exitCode = await command.run(line.split(" ").filter(Boolean), {
    stdin: options.stdin ?? "",
    readFile: async (name) => options.files?.get(name) ?? null,
    writeFile: async (name, bytes) => {
      if (name === "/tmp") {
        throw new AppError("invalid-input", "/tmp: Is a directory");
      }
      options.files?.set(name, bytes);
    },
    env: {},
    grant: {
      runId: brandId("run"),
      actor: { kind: "system", name: "test" },
      ceiling: options.ceiling ?? "read",
      clusters: [],
      execs: [],
      endpoints: [],
    },
    signal: options.signal ?? new AbortController().signal,
    write: (stream, text) => {
      output[stream] += text;
    },
  });
  return { exitCode, ...output };
}

async function echoed(line: string, options: Options = {}) {
  const { stdout } = await curl(line, { ceiling: "change", ...options });
  return JSON.parse(stdout) as { method: string; query: string; headers: Record<string, string>; body: string };
}

describe("what curl sends", () => {
  it("gets a page", async () => {
    expect(await curl(`-s ${base}/`)).toEqual({ exitCode: 0, stdout: "hello\n", stderr: "" });
  });

  it("posts data as a form, pieces joined", async () => {
    expect(await echoed(`-d a=1 --data b=2 ${base}/echo`)).toMatchObject({
      method: "POST",
      body: "a=1&b=2",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "*/*" },
    });
  });

  it("puts data into the query with -G", async () => {
    expect(await echoed(`-sG --data-urlencode query=up{a="b"} ${base}/echo`)).toMatchObject({
      method: "GET",
      query: `?query=${encodeURIComponent('up{a="b"}')}`,
    });
  });

  it("takes headers, a user, glued flags and stdin", async () => {
    const sent = await echoed(`-sXPUT -HX-One:1 -u me:pw -d @- ${base}/echo`, { stdin: "line\nmore\n" });
    expect(sent).toMatchObject({
      method: "PUT",
      body: "linemore",
      headers: { "x-one": "1", authorization: `Basic ${btoa("me:pw")}` },
    });
  });
});

describe("what curl prints", () => {
  it("prints the head with -i and only the head with -I", async () => {
    expect((await curl(`-si ${base}/`)).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nhello\n$/);
    expect((await curl(`-sI ${base}/`)).stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\n$/);
  });

  it("writes what -w asks for", async () => {
    expect((await curl(`-s -o /dev/null -w %{http_code}:%{size_download}\\n ${base}/`)).stdout).toBe("200:6\n");
  });

  it("follows redirects only with -L", async () => {
    expect((await curl(`-s ${base}/moved?to=/`)).stdout).toBe("");
    expect((await curl(`-sL ${base}/moved?to=/`)).stdout).toBe("hello\n");
  });
});

describe("curl's errors", () => {
  it.each([
    ["-sf BASE/missing", 22, ""],
    ["-f BASE/missing", 22, "curl: (22) The requested URL returned error: 404\n"],
    ["-sS http://no-such-host.invalid/", 6, "curl: (6) Could not resolve host: no-such-host.invalid\n"],
    ["-sL BASE/loop", 47, ""],
    ["ftp://a/b", 1, 'curl: (1) Protocol "ftp" not supported\n'],
    ["-sS", 2, "curl: (2) no URL specified\n"],
  ])("curl %s ends with %i", async (line, exitCode, stderr) => {
    expect(await curl(line.replace("BASE", base))).toMatchObject({ exitCode, stderr });
  });

  it("says that nobody listens", async () => {
    expect(await curl("-sS http://127.0.0.1:1/")).toMatchObject({
      exitCode: 7,
      stderr: expect.stringMatching(/^curl: \(7\) Failed to connect to 127\.0\.0\.1 port 1 after \d+ ms/),
    });
  });

  it("gives up after -m, keeping what came", async () => {
    expect(await curl(`-sS -m 0.2 ${base}/slow`)).toMatchObject({
      exitCode: 28,
      stdout: "first",
      stderr: expect.stringContaining("curl: (28) Operation timed out"),
    });
  });

  it("stops when the run is cancelled", async () => {
    const cancel = new AbortController();
    const running = curl(`-s ${base}/slow`, { signal: cancel.signal });
    cancel.abort();
    expect(await running).toMatchObject({ exitCode: 130 });
  });

  it("takes no endless body", async () => {
    const { exitCode, stdout } = await curl(`-s ${base}/endless`);
    expect(exitCode).toBe(63);
    expect(stdout.length).toBeLessThanOrEqual(16 * 1024 * 1024);
  });

  it("names a flag it does not know", async () => {
    expect(await curl(`--proxy x ${base}/`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("curl: option --proxy: is unknown"),
    });
  });
});

describe("what curl refuses", () => {
  const outwardOnly = { allow: (): HostVerdict => ({ ok: true }) };

  it("asks for every hop of a redirect", async () => {
    const asked: string[] = [];
    const result = await curl(`-sL ${base}/moved?to=http://elsewhere.example/`, {
      allow: (url) => {
        asked.push(url.host);
        return url.host === "elsewhere.example"
          ? { ok: false, sentence: "refused: elsewhere.example is not listed" }
          : { ok: true, isInwardAllowed: true };
      },
    });
    expect(asked).toEqual([new URL(base).host, "elsewhere.example"]);
    expect(result).toMatchObject({ exitCode: 126, stderr: "curl: refused: elsewhere.example is not listed\n" });
  });

  it.each([
    ["an address", () => `${base}/`],
    ["a name that leads there", () => base.replace("127.0.0.1", "localhost")],
    ["the metadata service", () => "http://169.254.169.254/latest/meta-data/"],
    ["IPv6 clothes", () => `http://[::ffff:127.0.0.1]:${new URL(base).port}/`],
  ])("does not go inward by %s", async (_what, url) => {
    expect(await curl(`-s ${url()}`, outwardOnly)).toMatchObject({
      exitCode: 126,
      stdout: "",
      stderr: expect.stringContaining("refused"),
    });
  });

  it("keeps to the run's ceiling", async () => {
    expect(await curl(`-s -X DELETE ${base}/echo`, { ceiling: "change" })).toMatchObject({
      exitCode: 126,
      stderr: "curl: refused: DELETE is a destructive operation and this run may only change\n",
    });
    expect((await curl(`-s -d x ${base}/echo`)).exitCode).toBe(126);
  });

  it.each([
    ["10.1.2.3", true],
    ["172.31.0.1", true],
    ["100.64.0.1", true],
    ["fd00::1", true],
    ["::ffff:10.0.0.1", true],
    ["8.8.8.8", false],
    ["2001:4860:4860::8888", false],
  ])("%s is inward: %s", (address, isInward) => {
    expect(isInwardAddress(address)).toBe(isInward);
  });
});

describe("the hosts of a run", () => {
  const policy = (hosts: Readonly<Record<string, string>> = {}, prometheusUrl: string | null = null) => ({
    allow: hostPolicy({ hosts, prometheusUrl }),
  });

  it("calls a listed host at its real address, whose path comes first", async () => {
    const { stdout } = await curl("curl -s http://api.shop.test:8081/echo?a=1", policy({ "api.shop.test:8081": base }));
    expect(JSON.parse(stdout)).toMatchObject({ query: "?a=1" });
    const under = await curl("curl -s http://api.shop.test/health", policy({ "api.shop.test": `${base}/echo` }));
    expect(under.stdout).toBe("hello\n");
  });

  it("reads from the cluster's Prometheus under its usual name, and changes nothing there", async () => {
    const own = policy({}, base);
    expect((await curl("curl -s http://prometheus:9090/api/v1/query?query=up", own)).stdout).toBe("hello\n");
    for (const path of ["/api/v1/admin/tsdb/delete_series", "/-/quit", "/api/v1/query/../admin/x"]) {
      expect(await curl(`curl -s -X POST http://prometheus:9090${path}`, own)).toMatchObject({ exitCode: 126 });
    }
  });

  it.each([
    ["http://169.254.169.254/latest/meta-data", /not listed; add "169\.254\.169\.254: http:\/\/169\.254\.169\.254"/],
    ["http://localhost:5432/", /own machine; ask in the container/],
    ["http://[::1]/", /own machine/],
    ["http://prometheus.evil.test/api/v1/query", /not listed/],
    ["http://prometheus@evil.test/api/v1/query", /not listed/],
  ])("refuses %s with the next step", async (url, sentence) => {
    const { exitCode, stderr } = await curl(`curl -s ${url}`, policy());
    expect(exitCode).toBe(126);
    expect(stderr).toMatch(sentence);
  });

  it("asks again for where a redirect leads", async () => {
    const listed = policy({ "api.shop.test": base });
    const { exitCode, stderr } = await curl("curl -sL http://api.shop.test/moved?to=http://10.0.0.1/", listed);
    expect([exitCode, stderr]).toEqual([126, expect.stringContaining("10.0.0.1 is not listed")]);
  });
});

describe("curl and the script's files", () => {
  it("writes the body into -o FILE and -O, -w to standard output", async () => {
    const files = new Map<string, Uint8Array>();
    expect(await curl(`-s -o out -w %{http_code} ${base}/`, { files })).toEqual({
      exitCode: 0,
      stdout: "200",
      stderr: "",
    });
    await curl(`-sO ${base}/echo?a=b`, { files });
    expect(Buffer.from(files.get("out") ?? []).toString()).toBe("hello\n");
    expect([...files.keys()]).toEqual(["out", "echo"]);
  });

  it("fails where it cannot write, and without a name", async () => {
    expect(await curl(`-s -S -o /tmp ${base}/`)).toMatchObject({
      exitCode: 23,
      stderr: expect.stringContaining("Is a directory"),
    });
    expect(await curl(`-O ${base}/`)).toMatchObject({
      exitCode: 23,
      stderr: "curl: (23) Remote file name has no length!\n",
    });
  });

  it("sends files, and says which one it cannot open", async () => {
    const files = new Map([["body", Buffer.from("a\nb\n")]]);
    expect(await echoed(`--data-binary @body ${base}/echo`, { files })).toMatchObject({ body: "a\nb\n" });
    expect(await echoed(`-d @body ${base}/echo`, { files })).toMatchObject({ body: "ab" });
    expect(await curl(`-d @none ${base}/echo`, { files })).toMatchObject({
      exitCode: 2,
      stderr: "curl: Failed to open none\n",
    });
  });
});
