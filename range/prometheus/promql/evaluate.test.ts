import { describe, expect, it } from "vitest";
import { labelsText } from "../labels.ts";
import { queryInstant, queryRange } from "../query.ts";
import { filledStore, ramp } from "../testing/fill.ts";
import { formatFloat } from "./format-float.ts";
import { pointsOf } from "./steps.ts";

const http = (code: string, instance: string) => ({ __name__: "http_total", code, instance });
const bucket = (le: string) => ({ __name__: "latency_bucket", le, job: "api" });

/** One sample a minute for eleven minutes, from 0 to 600 s. */
const store = filledStore([
  { labels: http("200", "a"), values: ramp(0, 60, 11) },
  { labels: http("200", "b"), values: ramp(100, 30, 11) },
  { labels: http("500", "a"), values: [0, 6, 12, 18, 0, 6, 12, 18, 24, 30, 36] },
  { labels: { __name__: "memory", pod: "api-1" }, values: [50, 52, 54, 56, 58, 60, 62, 64, 66, 68, 70] },
  { labels: { __name__: "memory", pod: "api-2" }, values: [90, 10, 90, 10, 90, 10, 90, 10, 90, 10, 90] },
  { labels: { __name__: "limit", pod: "api-1", node: "n1" }, values: ramp(100, 0, 11) },
  { labels: { __name__: "limit", pod: "api-2", node: "n2" }, values: ramp(100, 0, 11) },
  { labels: { __name__: "owner", pod: "api-1", name: "api" }, values: ramp(1, 0, 11) },
  { labels: { __name__: "gone" }, values: [1, 2] },
  { labels: { __name__: "mixed", kind: "nan" }, values: ramp(Number.NaN, 0, 11) },
  { labels: { __name__: "mixed", kind: "one" }, values: ramp(1, 0, 11) },
  { labels: bucket("0.1"), values: ramp(10, 0, 11) },
  { labels: bucket("0.5"), values: ramp(30, 0, 11) },
  { labels: bucket("+Inf"), values: ramp(40, 0, 11) },
]);

/** The value at 600 s as lines: `{labels} value`. */
function lines(query: string, atSeconds = 600): readonly string[] {
  const value = queryInstant(store, query, atSeconds * 1000);
  return value.kind === "string"
    ? [value.value]
    : pointsOf(value).map((point) => `${labelsText(point.labels)} ${formatFloat(Number(point.value.toFixed(6)))}`);
}

describe("instant queries", () => {
  it.each([
    ["1 + 2 * 3 ^ 2", ["{} 19"]],
    ["-1 ^ 2", ["{} -1"]],
    ["(-1) ^ 2", ["{} 1"]],
    ["2 ^ 3 ^ 2", ["{} 512"]],
    ["7 % 4 - -1", ["{} 4"]],
    ["-memory{pod='api-1'} offset 1m * 2", ['{pod="api-1"} -136']],
    ["memory{pod='api-1'} + memory offset 1m * 2 > 0", ['{pod="api-1"} 206']],
    ["limit - on(pod) memory @ 0 < 20", ['{pod="api-2"} 10']],
    ["2 - max_over_time(memory{pod='api-1'}[2m]) - 1 == bool -69", ['{pod="api-1"} 1']],
    ["2 ^ -1 * 4", ["{} 2"]],
    ["1 > bool 2", ["{} 0"]],
    ["0x1F + 1e2 + 1_000", ["{} 1131"]],
    ["5m", ["{} 300"]],
    ['"a\\n\\x41"', ["a\nA"]],
    ["1 / 0", ["{} +Inf"]],
    ["time() - 600", ["{} 0"]],
    ["vector(time())", ["{} 600"]],
    ["limit", ['{__name__="limit", node="n1", pod="api-1"} 100', '{__name__="limit", node="n2", pod="api-2"} 100']],
    ['memory{pod="api-1"}', ['{__name__="memory", pod="api-1"} 70']],
    ['memory{pod!="api-1"} offset 1m', ['{__name__="memory", pod="api-2"} 10']],
    ['memory{pod=~"api-.", pod!~".*2"}', ['{__name__="memory", pod="api-1"} 70']],
    ['memory{pod=~"api"}', []],
    ['{__name__="gone"}', []],
    ["gone @ 60", ['{__name__="gone"} 2']],
    ["gone offset 3m", []],
    ["gone @ 359", ['{__name__="gone"} 2']],
    ["gone @ 360", []],
    ['memory{pod="api-1"} @ end() offset 2m', ['{__name__="memory", pod="api-1"} 66']],
    ['-memory{pod="api-1"}', ['{pod="api-1"} -70']],
    ['memory{pod="api-1"} * 2 + 1', ['{pod="api-1"} 141']],
    ["memory > 80", ['{__name__="memory", pod="api-2"} 90']],
    ["80 < memory", ['{__name__="memory", pod="api-2"} 90']],
    ["memory > bool 80", ['{pod="api-1"} 0', '{pod="api-2"} 1']],
    ["memory / ignoring(node) limit", ['{pod="api-1"} 0.7', '{pod="api-2"} 0.9']],
    ["memory / on(pod) limit > 0.8", ['{pod="api-2"} 0.9']],
    ["memory / on(pod) group_left(node) limit", ['{node="n1", pod="api-1"} 0.7', '{node="n2", pod="api-2"} 0.9']],
    ["limit - on(pod) group_right() memory", ['{pod="api-1"} 30', '{pod="api-2"} 10']],
    ["memory < on(pod) limit", ['{pod="api-1"} 70', '{pod="api-2"} 90']],
    ["memory and on(pod) owner", ['{__name__="memory", pod="api-1"} 70']],
    ["memory unless on(pod) owner", ['{__name__="memory", pod="api-2"} 90']],
    [
      "owner or on(pod) memory",
      ['{__name__="owner", name="api", pod="api-1"} 1', '{__name__="memory", pod="api-2"} 90'],
    ],
    ["nothing or vector(0)", ["{} 0"]],
  ])("%s", (query, expected) => {
    expect(lines(query)).toEqual(expected);
  });
});

describe("aggregations", () => {
  it.each([
    ["sum(http_total)", ["{} 1036"]],
    ["sum by (code) (http_total)", ['{code="200"} 1000', '{code="500"} 36']],
    ["sum without (code) (http_total)", ['{instance="a"} 636', '{instance="b"} 400']],
    ["avg(memory)", ["{} 80"]],
    ["min(memory) + max(memory)", ["{} 160"]],
    ["count by (code) (http_total)", ['{code="200"} 2', '{code="500"} 1']],
    ["group(http_total)", ["{} 1"]],
    ["stddev(memory)", ["{} 10"]],
    ["stdvar(memory)", ["{} 100"]],
    ["quantile(0.25, memory)", ["{} 75"]],
    ["quantile(2, memory)", ["{} +Inf"]],
    ["topk(1, http_total)", ['{__name__="http_total", code="200", instance="a"} 600']],
    [
      "bottomk by (code) (1, http_total)",
      ['{__name__="http_total", code="200", instance="b"} 400', '{__name__="http_total", code="500", instance="a"} 36'],
    ],
    ["topk(0, http_total)", []],
    ["topk(1, mixed)", ['{__name__="mixed", kind="one"} 1']],
    ["max(mixed)", ["{} 1"]],
    ["sum(mixed)", ["{} NaN"]],
    ['count_values("size", limit)', ['{size="100"} 2']],
    ["sum(nothing)", []],
  ])("%s", (query, expected) => {
    expect(lines(query)).toEqual(expected);
  });
});

describe("functions over ranges", () => {
  const one = 'http_total{code="200", instance="a"}';
  it.each([
    [`rate(${one}[5m])`, ['{code="200", instance="a"} 1']],
    [`increase(${one}[5m])`, ['{code="200", instance="a"} 300']],
    // One reset on the way: 18 + 36 over ten minutes, from a first sample that is zero.
    ['increase(http_total{code="500"}[10m1s])', ['{code="500", instance="a"} 54']],
    ['resets(http_total{code="500"}[10m1s])', ['{code="500", instance="a"} 1']],
    [`irate(${one}[5m])`, ['{code="200", instance="a"} 1']],
    [`idelta(${one}[5m])`, ['{code="200", instance="a"} 60']],
    ['delta(memory{pod="api-1"}[5m])', ['{pod="api-1"} 10']],
    ['deriv(memory{pod="api-1"}[5m])', ['{pod="api-1"} 0.033333']],
    ['predict_linear(memory{pod="api-1"}[5m], 600)', ['{pod="api-1"} 90']],
    ["changes(memory[3m])", ['{pod="api-1"} 2', '{pod="api-2"} 2']],
    ['avg_over_time(memory{pod="api-2"}[4m])', ['{pod="api-2"} 50']],
    ['sum_over_time(memory{pod="api-2"}[4m])', ['{pod="api-2"} 200']],
    ['count_over_time(memory{pod="api-2"}[4m])', ['{pod="api-2"} 4']],
    ["min_over_time(memory[4m]) + max_over_time(memory[4m])", ['{pod="api-1"} 134', '{pod="api-2"} 100']],
    ['last_over_time(memory{pod="api-2"}[4m])', ['{__name__="memory", pod="api-2"} 90']],
    ['quantile_over_time(0.5, memory{pod="api-1"}[3m])', ['{pod="api-1"} 68']],
    ['stddev_over_time(memory{pod="api-2"}[4m])', ['{pod="api-2"} 40']],
    ["rate(gone[5m] @ 120)", ["{} 0.008333"]],
    ["present_over_time(gone[20m])", ["{} 1"]],
    [`max_over_time(rate(${one}[2m])[5m:1m])`, ['{code="200", instance="a"} 1']],
    ["count_over_time(vector(1)[5m:1m])", ["{} 5"]],
    ["sum_over_time(memory{pod='api-2'}[2m:1m] offset 1m)", ['{pod="api-2"} 100']],
    [`rate(${one}[30s])`, []],
  ])("%s", (query, expected) => {
    expect(lines(query)).toEqual(expected);
  });
});

describe("other functions", () => {
  it.each([
    ["abs(vector(-3.5))", ["{} 3.5"]],
    ["ceil(vector(1.2)) + floor(vector(1.8))", ["{} 3"]],
    ["round(vector(2.45), 0.1)", ["{} 2.5"]],
    ["clamp(memory, 75, 80)", ['{pod="api-1"} 75', '{pod="api-2"} 80']],
    ["clamp_min(memory, 80) + clamp_max(memory, 80)", ['{pod="api-1"} 150', '{pod="api-2"} 170']],
    ["clamp(memory, 2, 1)", []],
    ["scalar(memory)", ["{} NaN"]],
    ['scalar(memory{pod="api-1"}) + 1', ["{} 71"]],
    ["timestamp(gone @ 100)", ["{} 60"]],
    ["timestamp(vector(1))", ["{} 600"]],
    ["absent(memory)", []],
    ['absent(nothing{a="b", c=~"d", e!="f"})', ['{a="b"} 1']],
    ['absent_over_time(nothing{a="b"}[5m])', ['{a="b"} 1']],
    ["sort(memory)", ['{__name__="memory", pod="api-1"} 70', '{__name__="memory", pod="api-2"} 90']],
    ["sort_desc(memory)", ['{__name__="memory", pod="api-2"} 90', '{__name__="memory", pod="api-1"} 70']],
    [
      'label_replace(owner, "app", "$1!", "pod", "(.*)-\\\\d")',
      ['{__name__="owner", app="api!", name="api", pod="api-1"} 1'],
    ],
    ['label_replace(owner, "app", "x", "pod", "api")', ['{__name__="owner", name="api", pod="api-1"} 1']],
    ['label_join(owner, "id", "/", "pod", "name")', ['{__name__="owner", id="api-1/api", name="api", pod="api-1"} 1']],
    ["histogram_quantile(0.5, latency_bucket)", ['{job="api"} 0.3']],
    ["histogram_quantile(0.99, latency_bucket)", ['{job="api"} 0.5']],
    ["histogram_quantile(0.1, latency_bucket)", ['{job="api"} 0.04']],
    ["hour(vector(7200)) + minute()", ["{} 12"]],
    ["day_of_week(vector(0)) + days_in_month(vector(0))", ["{} 35"]],
  ])("%s", (query, expected) => {
    expect(lines(query)).toEqual(expected);
  });
});

describe("range queries", () => {
  it("evaluates every step and leaves gaps where there is no value", () => {
    const series = queryRange(store, "memory > 80", { startMs: 480_000, endMs: 600_000, stepMs: 60_000 });
    expect(series).toEqual([
      { labels: { __name__: "memory", pod: "api-2" }, times: [480_000, 600_000], values: [90, 90] },
    ]);
  });

  it("pins start() and end() to the whole query", () => {
    const steps = { startMs: 60_000, endMs: 180_000, stepMs: 60_000 };
    const [series] = queryRange(store, 'memory @ end() - memory{pod="api-1"} @ start()', steps);
    expect(series?.values).toEqual([4, 4, 4]);
  });
});

describe("what the data does not allow", () => {
  it.each([
    ["memory / on() limit", /many-to-many matching not allowed: matching labels must be unique on one side$/],
    ["http_total / on(instance) sum by (instance) (http_total)", /many-to-one matching must be explicit/],
    ['label_replace(memory, "pod", "x", "pod", ".*")', /same labelset/],
  ])("%s", (query, message) => {
    expect(() => queryInstant(store, query, 600_000)).toThrow(message);
  });

  it("two series that differ only in their name, once the name is dropped", () => {
    const twins = filledStore(["a", "b"].map((name) => ({ labels: { __name__: name, pod: "x" }, values: [1, 2] })));
    expect(() => queryInstant(twins, 'rate({pod="x"}[5m])', 60_000)).toThrow("same labelset");
  });
});
