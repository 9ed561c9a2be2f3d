import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CurlServer, curl, echoed, startCurlServer } from "./testing/curl-server";

let server: CurlServer;
let base = "";
beforeAll(async () => {
  server = await startCurlServer();
  base = server.base;
});
afterAll(() => server.close());

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
    expect(await curl(`--nonsense x ${base}/`)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining("curl: option --nonsense: is unknown"),
    });
  });

  it.each([
    ["--proxy x BASE/", "--proxy"],
    ["-sF file=@x BASE/", "-sF"],
    ["-s -b cookies.txt BASE/", "-b cookies.txt: a file of cookies"],
    ["-s -w %{http_code}%{json} BASE/", "-w %{json}"],
  ])("asks for nothing with curl %s, which is not done here", async (line, what) => {
    expect(await curl(line.replace("BASE", base))).toEqual({
      exitCode: 2,
      stdout: "",
      stderr: `curl: ${what} does not run from here: copy it and run it by hand\n`,
    });
  });

  it("keeps the heads that -D wants in a file of the script", async () => {
    const files = new Map<string, Uint8Array>();
    expect((await curl(`-s -D heads -o /dev/null ${base}/missing`, { files })).exitCode).toBe(0);
    expect(Buffer.from(files.get("heads") ?? []).toString()).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[\s\S]*\r\n\r\n$/);
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

describe("a handshake of ws://", () => {
  const socketOf = (path: string) => `${base.replace("http", "ws")}${path}`;

  it("is shown by its status, and goes no further", async () => {
    expect(await curl(socketOf("/socket"))).toEqual({
      exitCode: 0,
      stdout: "HTTP/1.1 101 Switching Protocols\n",
      stderr: "",
    });
    expect((await curl(`-i -N ${socketOf("/socket")}`)).stdout).toBe(
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
    );
  });

  it("that is refused ends with 22, as curl 8 says it", async () => {
    expect(await curl(`-sS ${socketOf("/other")}`)).toEqual({
      exitCode: 22,
      stdout: "",
      stderr: "curl: (22) Refused WebSockets upgrade: 403\n",
    });
  });
});

it("stops waiting for the next attempt when the run is cancelled", async () => {
  const cancel = new AbortController();
  const running = curl("-sS --retry 5 --retry-delay 100 --retry-connrefused http://127.0.0.1:1/", {
    signal: cancel.signal,
    onWrite: () => cancel.abort(),
  });
  expect(await running).toMatchObject({ exitCode: 130 });
});
