import type { ServerResponse } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { prometheusAt } from "@/lib/adapters/config/prometheus";
import { prometheusAccess } from "./access";
import { createPrometheusClient } from "./client";
import { emptyVector, type FakePrometheus, fakePrometheus, sendJson } from "./testing/fake-prometheus";

let fake: FakePrometheus | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

type Answer = Parameters<typeof fakePrometheus>[0];

async function clientFor(answer: Answer, options: Parameters<typeof createPrometheusClient>[1] = {}) {
  fake = await fakePrometheus(answer);
  return {
    client: createPrometheusClient(prometheusAccess(prometheusAt(fake.url)), options),
    seen: fake.seen,
    url: fake.url,
  };
}

const signal = new AbortController().signal;
const ask = (client: ReturnType<typeof createPrometheusClient>) => client.query("up", { signal });

describe("what is asked", () => {
  it("posts a form, keeps the path prefix and sends no credentials that nobody gave", async () => {
    fake = await fakePrometheus((response) => sendJson(response, emptyVector));
    const client = createPrometheusClient(prometheusAccess(prometheusAt(`${fake.url}/select/0/prometheus/`)));
    await client.query('up{job="a&b"}', { atSeconds: 1_760_000_000.5, signal });
    const [request] = fake.seen;
    expect(request).toMatchObject({
      method: "POST",
      path: "/select/0/prometheus/api/v1/query",
      form: { query: 'up{job="a&b"}', time: "1760000000.5" },
    });
    expect(request?.headers).toHaveProperty(
      "content-type",
      expect.stringContaining("application/x-www-form-urlencoded"),
    );
    expect(request?.headers).not.toHaveProperty("authorization");
  });

  it("asks ranges, series and labels", async () => {
    const { client, seen } = await clientFor((response, { path }) =>
      sendJson(
        response,
        path.endsWith("query_range")
          ? { status: "success", data: { resultType: "matrix", result: [] } }
          : { status: "success", data: path.endsWith("labels") ? ["job"] : [{ job: "a" }] },
      ),
    );
    await client.queryRange("up", { startSeconds: 10, endSeconds: 20, stepSeconds: 5 }, signal);
    expect(await client.series(["up", "down"], signal)).toEqual([{ job: "a" }]);
    expect(await client.labels(signal)).toEqual(["job"]);
    expect(seen).toMatchObject([
      { path: "/api/v1/query_range", form: { query: "up", start: "10", end: "20", step: "5" } },
      { path: "/api/v1/series", body: "match%5B%5D=up&match%5B%5D=down" },
      { path: "/api/v1/labels", form: {} },
    ]);
  });

  it("asks for the alerting rules, and passes over those that record", async () => {
    const rule = {
      type: "alerting",
      name: "DiskFull",
      labels: { severity: "page" },
      annotations: { runbook_url: "x" },
    };
    const groups = [{ rules: [rule, { type: "recording", name: "a:b", query: "x" }] }, { rules: [] }];
    const { client, seen } = await clientFor((response) => sendJson(response, { status: "success", data: { groups } }));
    expect(await client.alertRules(signal)).toEqual([
      { name: "DiskFull", labels: { severity: "page" }, annotations: { runbook_url: "x" } },
    ]);
    expect(seen).toMatchObject([{ method: "GET", path: "/api/v1/rules?type=alert" }]);
  });

  it("takes user and password out of the address", async () => {
    fake = await fakePrometheus((response) => sendJson(response, emptyVector));
    const client = createPrometheusClient(prometheusAccess(prometheusAt(fake.url.replace("//", "//ann:p%40ss@"))));
    await ask(client);
    expect(fake.seen[0]?.headers.authorization).toBe(`Basic ${btoa("ann:p@ss")}`);
    expect(client.baseUrl).toBe(fake.url);
  });
});

describe("what is read", () => {
  it.each([
    [
      {
        resultType: "vector",
        result: [
          { metric: { a: "b" }, value: [1, "NaN"] },
          { metric: {}, histogram: [1, {}] },
        ],
      },
      [
        { labels: { a: "b" }, samples: [{ at: 1, value: Number.NaN }] },
        { labels: {}, samples: [] },
      ],
    ],
    [
      {
        resultType: "matrix",
        result: [
          {
            metric: {},
            values: [
              [1.5, "+Inf"],
              [2, "-Inf"],
            ],
          },
        ],
      },
      [
        {
          labels: {},
          samples: [
            { at: 1.5, value: Number.POSITIVE_INFINITY },
            { at: 2, value: Number.NEGATIVE_INFINITY },
          ],
        },
      ],
    ],
    [{ resultType: "scalar", result: [1, "1e-07"] }, [{ labels: {}, samples: [{ at: 1, value: 1e-7 }] }]],
  ])("%j", async (data, series) => {
    const { client } = await clientFor((response) => sendJson(response, { status: "success", data, warnings: ["w"] }));
    expect(await ask(client)).toEqual(series);
  });
});

const cut = (response: ServerResponse): void => {
  response.destroy();
};

describe("what goes wrong, in one sentence", () => {
  const error = (status: number, text: string) => (response: ServerResponse) =>
    sendJson(response, { status: "error", errorType: "bad_data", error: text }, status);
  const page = (status: number) => (response: ServerResponse) => {
    response.writeHead(status).end("<html>");
  };

  it.each([
    ["bad expression", error(400, "1:4: parse error"), "invalid-input", /^Prometheus: 1:4: parse error$/, 1],
    ["failed query", error(422, "many-to-many"), "invalid-input", /^Prometheus: many-to-many$/, 1],
    ["slow query", error(503, "query timed out"), "upstream-unavailable", /^Prometheus: query timed out$/, 1],
    ["no credentials", page(401), "upstream-unavailable", /refused the credentials \(401\)\.$/, 1],
    ["forbidden", page(403), "upstream-unavailable", /refused the credentials \(403\)\.$/, 1],
    ["another program", page(200), "upstream-unavailable", /is not a Prometheus \(status 200\)\.$/, 1],
    ["wrong path", page(404), "upstream-unavailable", /is not a Prometheus \(status 404\)\.$/, 1],
    ["login page", page(302), "upstream-unavailable", /redirects instead of answering/, 1],
    ["gateway without upstream", page(502), "upstream-unavailable", /\(status 502\)\.$/, 2],
    ["connection cut", cut, "upstream-unavailable", /be reached\.$/, 2],
    [
      "unknown form",
      (response: ServerResponse) => sendJson(response, { status: "success", data: { resultType: "cube" } }),
      "upstream-unavailable",
      /an answer of an unknown form\.$/,
      1,
    ],
  ] as const)("%s", async (_, answer, code, message, requests) => {
    const { client, seen } = await clientFor(answer);
    await expect(ask(client)).rejects.toMatchObject({
      name: "AppError",
      code,
      message: expect.stringMatching(message),
    });
    expect(seen).toHaveLength(requests);
  });

  it("gets its answer on the second attempt after a cut connection", async () => {
    const { client } = await clientFor((response, _, count) =>
      count === 1 ? cut(response) : sendJson(response, emptyVector),
    );
    expect(await ask(client)).toEqual([]);
  });

  it("gives up at the time limit, also when the body never ends, and does not ask again", async () => {
    // Long enough for a busy machine to connect and ask.
    const options = { timeoutMs: 1_000 };
    const { client, seen } = await clientFor((response) => void response.writeHead(200).write("{"), options);
    await expect(ask(client)).rejects.toMatchObject({
      code: "upstream-unavailable",
      message: expect.stringMatching(/^Prometheus at 127\.0\.0\.1:\d+ did not answer within 1 s\.$/),
    });
    expect(seen).toHaveLength(1);
  });

  it("stops when the caller does", async () => {
    const controller = new AbortController();
    const { client } = await clientFor(() => controller.abort());
    await expect(client.query("up", { signal: controller.signal })).rejects.toMatchObject({
      message: "The question to Prometheus was cancelled.",
    });
  });

  it("says so when nobody listens", async () => {
    const { client, url } = await clientFor(() => undefined);
    await fake?.close();
    await expect(ask(client)).rejects.toMatchObject({
      message: `Prometheus at ${new URL(url).host} cannot be reached.`,
    });
  });

  it("holds no more than 32 MiB of an answer", async () => {
    const { client } = await clientFor((response) => {
      response.writeHead(200);
      for (let sent = 0; sent < 33; sent += 1) {
        response.write(Buffer.alloc(1024 * 1024, " "));
      }
      response.end();
    });
    await expect(ask(client)).rejects.toMatchObject({ code: "limit-exceeded" });
  });
});

const real = process.env["TEST_PROMETHEUS_URL"];

describe.skipIf(real === undefined)("a real Prometheus (TEST_PROMETHEUS_URL)", () => {
  const client = createPrometheusClient(prometheusAccess(prometheusAt(real ?? "http://unset")));

  it("answers instants, ranges, series and labels", async () => {
    const now = Date.now() / 1000;
    const [instant] = await client.query('up{job="prometheus"}', { signal });
    expect(instant).toMatchObject({ labels: { job: "prometheus" }, samples: [{ value: 1 }] });
    const range = { startSeconds: now - 60, endSeconds: now, stepSeconds: 15 };
    const [course] = await client.queryRange("vector(1)", range, signal);
    expect(course?.samples).toHaveLength(5);
    expect(await client.series(['up{job="prometheus"}'], signal)).toHaveLength(1);
    expect(await client.labels(signal)).toContain("__name__");
  });

  it("tells of a bad expression and of too many points in its own words", async () => {
    await expect(client.query("sum(", { signal })).rejects.toMatchObject({
      code: "invalid-input",
      message: expect.stringContaining("1:5: parse error: unclosed left parenthesis"),
    });
    const range = { startSeconds: 0, endSeconds: 11_001, stepSeconds: 1 };
    await expect(client.queryRange("up", range, signal)).rejects.toMatchObject({
      message: expect.stringContaining("exceeded maximum resolution of 11,000 points"),
    });
  });
});
