import { createServer, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { prometheusHandler } from "./server.ts";
import { filledStore, ramp } from "./testing/fill.ts";

const store = filledStore([
  { labels: { __name__: "up", job: "api" }, values: ramp(1, 0, 11) },
  { labels: { __name__: "tiny", job: "db" }, values: ramp(1e-9, 0, 11) },
]);
let server: Server;
let base = "";

beforeAll(async () => {
  server = createServer(prometheusHandler({ store, now: () => 600_500 }));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

async function get(path: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${base}${path}`, init);
  return { status: response.status, body: await response.json() };
}

describe("queries", () => {
  it("answers an instant query in Prometheus's envelope, at the present unless told", async () => {
    expect(await get("/api/v1/query?query=up")).toEqual({
      status: 200,
      body: {
        status: "success",
        data: {
          resultType: "vector",
          result: [{ metric: { __name__: "up", job: "api" }, value: [600.5, "1"] }],
        },
      },
    });
  });

  it("takes forms, RFC 3339 times and steps as durations", async () => {
    const form = new URLSearchParams({
      query: "up + 0.5",
      start: "1970-01-01T00:01:00Z",
      end: "120",
      step: "30s",
    });
    const { body } = await get("/api/v1/query_range", { method: "POST", body: form });
    expect(body).toMatchObject({
      data: {
        resultType: "matrix",
        result: [
          {
            metric: { job: "api" },
            values: [
              [60, "1.5"],
              [90, "1.5"],
              [120, "1.5"],
            ],
          },
        ],
      },
    });
  });

  it("gives raw samples for a range selector, scalars and strings", async () => {
    const ask = async (query: string) => (await get(`/api/v1/query?time=120&query=${encodeURIComponent(query)}`)).body;
    expect(await ask("tiny[90s]")).toMatchObject({
      data: {
        result: [
          {
            values: [
              [60, "1e-09"],
              [120, "1e-09"],
            ],
          },
        ],
      },
    });
    expect(await ask("-Inf")).toMatchObject({ data: { resultType: "scalar", result: [120, "-Inf"] } });
    expect(await ask('"x"')).toMatchObject({ data: { resultType: "string", result: [120, "x"] } });
  });
});

describe("refusals", () => {
  it.each([
    ["query?query=sum(", 400, "bad_data", 'invalid parameter "query": 1:5: parse error: unclosed left parenthesis'],
    [
      "query?query=up&time=abc",
      400,
      "bad_data",
      'invalid parameter "time": Invalid time value for \'time\': cannot parse "abc" to a valid timestamp',
    ],
    ["query?query=up%2Bon()group_left()up%2Bon()(up%20or%20tiny)", 422, "execution", "found duplicate series"],
    [
      "query_range?query=up&start=1&end=0&step=1",
      400,
      "bad_data",
      'invalid parameter "end": end timestamp must not be before start time',
    ],
    [
      "query_range?query=up&start=0&end=11001&step=1",
      400,
      "bad_data",
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    ],
    ["query_range?query=up&start=0&end=1&step=0", 400, "bad_data", "zero or negative query resolution step widths"],
    ["query_range?query=up&start=0&end=1&step=a", 400, "bad_data", 'cannot parse "a" to a valid duration'],
    ["query_range?query=up[5m]&start=0&end=1&step=1", 400, "bad_data", 'invalid expression type "range vector"'],
    ["series", 400, "bad_data", "no match[] parameter provided"],
  ])("%s", async (path, status, errorType, error) => {
    expect(await get(`/api/v1/${path}`)).toEqual({
      status,
      body: { status: "error", errorType, error: expect.stringContaining(error) },
    });
  });

  it("takes exactly 11,000 steps", async () => {
    expect((await get("/api/v1/query_range?query=1&start=0&end=11000&step=1")).status).toBe(200);
  });

  it("survives an address that is none", async () => {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.end("GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    let reply = "";
    for await (const chunk of socket) {
      reply += String(chunk);
    }
    expect(reply).toMatch(/^HTTP\/1.1 404 /);
  });

  it("has no other pages and no other methods", async () => {
    expect((await fetch(`${base}/api/v1/nope`)).status).toBe(404);
    expect((await fetch(`${base}/api/v1/query`, { method: "DELETE" })).status).toBe(405);
  });
});

describe("what else clients ask", () => {
  it.each([
    ["/api/v1/labels", ["__name__", "job"]],
    ["/api/v1/label/job/values", ["api", "db"]],
    ["/api/v1/label/job/values?match[]=up", ["api"]],
    [
      "/api/v1/series?match[]=up&match[]=tiny&start=0",
      [
        { __name__: "up", job: "api" },
        { __name__: "tiny", job: "db" },
      ],
    ],
    ["/api/v1/series?match[]=up&start=1000", []],
    ["/api/v1/rules", { groups: [] }],
    ["/api/v1/alerts", { alerts: [] }],
    ["/api/v1/metadata", {}],
    ["/api/v1/status/buildinfo", expect.objectContaining({ version: expect.stringMatching(/^3\./) })],
  ])("%s", async (path, data) => {
    expect(await get(path)).toEqual({ status: 200, body: { status: "success", data } });
  });

  it("says that it is healthy", async () => {
    expect(await (await fetch(`${base}/-/healthy`)).text()).toBe("Prometheus Server is Healthy.\n");
  });
});
