import { afterEach, describe, expect, it } from "vitest";
import { prometheusAt } from "@/lib/adapters/config/prometheus";
import type { CommandIo } from "@/lib/core/shell/command";
import { bareGrant } from "@/lib/core/shell/testing/bare-grant";
import { prometheusAccess } from "./access";
import { createPrometheusClient } from "./client";
import { promqlCommand } from "./promql-command";
import { type FakePrometheus, fakePrometheus, sendJson } from "./testing/fake-prometheus";

let fake: FakePrometheus | undefined;

afterEach(async () => {
  await fake?.close();
  fake = undefined;
});

const now = () => new Date("2026-01-15T03:00:00Z");
const vector = (result: readonly unknown[]) => ({ status: "success", data: { resultType: "vector", result } });
const two = vector([
  { metric: { __name__: "up", job: "api", pod: "a" }, value: [1, "1"] },
  { metric: { __name__: "up", job: "worker-long" }, value: [1, "1234.5"] },
]);

async function promql(argv: readonly string[], answer: Parameters<typeof fakePrometheus>[0]) {
  fake = await fakePrometheus(answer);
  const client = createPrometheusClient(prometheusAccess(prometheusAt(fake.url)));
  let [stdout, stderr] = ["", ""];
  const io: CommandIo = {
    stdin: "",
    readFile: async () => null,
    writeFile: async () => undefined,
    env: {},
    grant: bareGrant,
    signal: new AbortController().signal,
    write: (stream, text) => {
      stdout += stream === "stdout" ? text : "";
      stderr += stream === "stderr" ? text : "";
    },
  };
  const exitCode = await promqlCommand({ client: () => client, now }).run(argv, io);
  return { exitCode, stdout, stderr, seen: fake.seen };
}

describe("promql", () => {
  it("prints labels and values in two columns, as of now", async () => {
    const { exitCode, stdout, seen } = await promql(["up"], (response) => sendJson(response, two));
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'up{job="api", pod="a"}       1\nup{job="worker-long"}   1234.5\n',
    });
    expect(seen[0]?.form).toEqual({ query: "up", time: String(now().getTime() / 1000) });
  });

  it("prints the course over a range", async () => {
    const at = now().getTime() / 1000;
    const matrix = {
      resultType: "matrix",
      result: [
        {
          metric: { pod: "a" },
          values: [
            [at - 30, "9"],
            [at, "+Inf"],
          ],
        },
      ],
    };
    const { stdout, seen } = await promql(["--range", "30m", "--step=30s", "x"], (response) =>
      sendJson(response, { status: "success", data: matrix }),
    );
    expect(stdout).toBe('{pod="a"}\n2026-01-15T02:59:30Z     9\n2026-01-15T03:00:00Z  +Inf\n');
    expect(seen[0]?.form).toEqual({ query: "x", start: String(at - 1800), end: String(at), step: "30" });
  });

  it("runs every expression of a block and names each", async () => {
    const { stdout, seen } = await promql(["# first\nup\nsum(\n  up\n)"], (response) => sendJson(response, vector([])));
    expect(seen.map(({ form }) => form["query"])).toEqual(["up", "sum( up )"]);
    expect(stdout).toMatch(/^# up\nno series[^\n]+\n# sum\( up \)\nno series/);
  });

  it.each([
    ["up == 0", "no series matched (the comparison is false or there is no data)\n"],
    ["up", "no series matched (there is no data)\n"],
  ])("says why %s prints nothing", async (expression, stdout) => {
    expect(await promql([expression], (response) => sendJson(response, vector([])))).toMatchObject({
      exitCode: 0,
      stdout,
    });
  });

  it("fails with Prometheus's own words", async () => {
    const { exitCode, stdout, stderr } = await promql(["sum("], (response) =>
      sendJson(response, { status: "error", error: "1:5: parse error" }, 400),
    );
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 1,
      stdout: "",
      stderr: "promql: Prometheus: 1:5: parse error\n",
    });
  });

  it.each([
    [[], "give an expression"],
    [["# only words"], "give an expression"],
    [["--range", "soon", "up"], '--range needs a duration such as 30m, not "soon"'],
    [["--step", "30s", "up"], "--step needs --range"],
    [["--watch", "up"], "unknown flag --watch"],
  ])("explains itself for %j without asking", async (argv, sentence) => {
    const { exitCode, stderr, seen } = await promql(argv, (response) => sendJson(response, two));
    expect(exitCode).toBe(2);
    expect(stderr).toBe(`promql: ${sentence}\nusage: promql [--range 30m [--step 30s]] 'EXPRESSION'\n`);
    expect(seen).toHaveLength(0);
  });
});
