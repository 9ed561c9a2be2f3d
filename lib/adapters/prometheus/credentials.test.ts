import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "@/lib/adapters/config/config";
import { hostPolicy } from "@/lib/adapters/http/host-policy";
import { curl } from "@/lib/adapters/http/testing/curl-server";
import { createScrubber } from "@/lib/core/shell/scrub-secrets";
import { type PrometheusAccess, prometheusAccess, prometheusSecrets } from "./access";
import { createPrometheusClient } from "./client";
import { type Guard, type GuardedPrometheus, guardedPrometheus, makeCertificate } from "./testing/guarded-prometheus";

const hasOpenssl = spawnSync("openssl", ["version"]).status === 0;
const upstream = process.env["TEST_PROMETHEUS_URL"] ?? null;
const signal = new AbortController().signal;
const basic = `Basic ${btoa("ann:p@ss:word")}`;
const tls = "tls: { ca: server.crt, cert: client.crt, key: client.key }";

describe.skipIf(!hasOpenssl)("a Prometheus with credentials (openssl, and TEST_PROMETHEUS_URL for a real one)", () => {
  let folder: string;
  let server: GuardedPrometheus | undefined;

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "headroom-credentials-"));
    for (const name of ["server", "client", "stranger"]) {
      makeCertificate(folder, name);
    }
    writeFileSync(path.join(folder, "password"), "p@ss:word\n");
    writeFileSync(path.join(folder, "token"), "t0ken-of-a-file\n");
  });
  afterEach(() => server?.close());
  afterAll(() => rmSync(folder, { recursive: true }));

  const start = async (guard: Partial<Guard> = {}) => {
    const usual = { prefix: "/prometheus", authorization: basic, tenant: "team-a", upstream };
    server = await guardedPrometheus(folder, { ...usual, ...guard });
    return server.url;
  };

  function configured(url: string, keys: string, variables: Readonly<Record<string, string>> = {}) {
    const file = path.join(folder, "headroom.yaml");
    writeFileSync(file, `clusters: [{ name: a, prometheus: { url: "${url}", ${keys} } }]`);
    const { clusters } = readConfig({ HEADROOM_CONFIG: file, HEADROOM_SECRET: "s".repeat(32), ...variables });
    const [cluster] = clusters;
    if (!cluster?.prometheus) {
      throw new Error("the configuration has no Prometheus");
    }
    return cluster.prometheus;
  }

  const ask = (access: PrometheusAccess) => createPrometheusClient(access).query("vector(1)", { signal });

  it.each([
    ["a user, the password in a file", "/prometheus", basic, "username: ann, passwordFile: password"],
    ["a user, the password in a variable", "/select/0/prometheus", basic, "username: ann, passwordEnv: METRICS"],
    ["a token in a file", "", "Bearer t0ken-of-a-file", "bearerTokenFile: token"],
    ["a token in a variable", "/prometheus", "Bearer p@ss:word", "bearerTokenEnv: METRICS"],
  ])("answers to %s", async (_what, prefix, authorization, login) => {
    const url = await start({ prefix, authorization });
    const config = configured(url, `tenant: team-a, ${tls}, ${login}`, { METRICS: "p@ss:word" });
    const access = prometheusAccess(config);
    const series = await ask(access);
    expect(series).toHaveLength(upstream === null ? 0 : 1);
    const allow = hostPolicy({ hosts: {}, prometheus: access });
    for (const written of ["http://prometheus:9090", url]) {
      const { exitCode, stdout, stderr } = await curl(`-s ${written}/api/v1/query?query=vector(1)`, { allow });
      expect([exitCode, stderr]).toEqual([0, ""]);
      expect(JSON.parse(stdout)).toMatchObject({ status: "success", data: { resultType: "vector" } });
    }
  });

  it("takes a token that was replaced in its file", async () => {
    const file = path.join(folder, "rotated");
    writeFileSync(file, "first-token");
    const access = prometheusAccess(configured(await start(), `tenant: team-a, ${tls}, bearerTokenFile: rotated`));
    await expect(ask(access)).rejects.toThrow(/refused the credentials \(401\)/);
    server?.close();
    const url = await start({ authorization: "Bearer second-token" });
    const later = prometheusAccess(configured(url, `tenant: team-a, ${tls}, bearerTokenFile: rotated`));
    const client = createPrometheusClient(later);
    await expect(client.query("vector(1)", { signal })).rejects.toThrow(/refused the credentials/);
    writeFileSync(file, "second-token");
    await expect(client.query("vector(1)", { signal })).resolves.toBeDefined();
  });

  it.each([
    ["a wrong password", `username: ann, passwordEnv: WRONG, ${tls}`, /refused the credentials \(401\)\.$/],
    [
      "another's certificate",
      `${tls.replaceAll("client", "stranger")}, username: ann, passwordFile: password`,
      /client certificate/,
    ],
    ["no certificate", "tls: { ca: server.crt }, username: ann, passwordFile: password", /client certificate/],
    [
      "an authority that is not named",
      "username: ann, passwordFile: password",
      /is from an authority that is not known/,
    ],
    ["a file that is gone", `${tls}, bearerTokenFile: gone`, /The file .*gone .* cannot be read\.$/],
  ])("says in one sentence that it was asked with %s", async (_what, keys, sentence) => {
    const config = configured(await start(), `tenant: team-a, ${keys}`, { WRONG: "not this" });
    await expect(ask(prometheusAccess(config))).rejects.toMatchObject({
      name: "AppError",
      message: expect.stringMatching(sentence),
    });
  });

  it("says beside the answer of curl that its credentials are refused, and does not show them", async () => {
    const config = configured(await start(), `tenant: team-a, ${tls}, username: ann, passwordEnv: WRONG`, {
      WRONG: "not-this",
    });
    const allow = hostPolicy({ hosts: {}, prometheus: prometheusAccess(config) });
    expect(await curl("-sv http://prometheus:9090/api/v1/query?query=up", { allow })).toMatchObject({
      exitCode: 0,
      stdout: "who are you?\n",
      stderr: expect.stringContaining(
        "curl: note: prometheus:9090 refused the credentials of the configuration (401)\n",
      ),
    });
    const scrubber = createScrubber(new Set(prometheusSecrets(config)));
    expect(scrubber.push(`not-this ${btoa("ann:not-this")}\n`)).toBe("[secret] [secret]\n");
  });

  it("does not take its credentials to another host or to what is no read", async () => {
    const allow = hostPolicy({ hosts: {}, prometheus: prometheusAccess(configured(await start(), tls)) });
    for (const address of [
      "http://prometheus:9090/-/reload",
      `${server?.url}/-/reload`,
      "https://127.0.0.1:1/api/v1/query",
    ]) {
      expect(allow(new URL(address))).toMatchObject({ ok: false });
    }
  });
});
