import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusAt } from "@/lib/adapters/config/prometheus";
import { prometheusAccess } from "@/lib/adapters/prometheus/access";
import { isInwardAddress } from "./addresses";
import { hostPolicy } from "./host-policy";
import type { HostVerdict } from "./host-verdict";
import { type CurlServer, curl, startCurlServer } from "./testing/curl-server";

let server: CurlServer;
let base = "";
beforeAll(async () => {
  server = await startCurlServer();
  base = server.base;
});
afterAll(() => server.close());

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
    allow: hostPolicy({
      hosts,
      prometheus: prometheusUrl === null ? null : prometheusAccess(prometheusAt(prometheusUrl)),
    }),
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

  it("does not let --resolve lead a listed host to another address", async () => {
    const port = new URL(base).port;
    const line = `curl -s --resolve api.shop.test:${port}:127.0.0.2 http://api.shop.test:${port}/`;
    expect(await curl(line, policy({ "api.shop.test": base }))).toMatchObject({ exitCode: 126, stdout: "" });
    const both = policy({ "api.shop.test": "http://unused.invalid", "203.0.113.7": base });
    const { stdout } = await curl("curl -s --resolve api.shop.test:80:203.0.113.7 http://api.shop.test/echo", both);
    expect(JSON.parse(stdout)).toMatchObject({ headers: { host: "api.shop.test" } });
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
