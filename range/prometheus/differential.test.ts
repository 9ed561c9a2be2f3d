import { beforeAll, describe, expect, it } from "vitest";
import { queryInstant } from "./query.ts";
import { instantData } from "./replies.ts";
import { createSampleStore, type SampleStore } from "./store.ts";

const url = process.env["TEST_PROMETHEUS_URL"];

type Metric = Readonly<Record<string, string>>;
interface Reply {
  readonly resultType: string;
  readonly result: unknown;
}

async function ask(query: string, time: number): Promise<Reply> {
  const body = new URLSearchParams({ query, time: String(time) });
  const response = await fetch(`${url}/api/v1/query`, { method: "POST", body });
  const reply = (await response.json()) as { status: string; data: Reply; error?: string };
  if (reply.status !== "success") {
    throw new Error(`${query}: ${reply.error}`);
  }
  return reply.data;
}

const own = '{job="prometheus"}';
const steady = '{namespace="spec-to-proof",container!=""}';
const copied = [
  `prometheus_http_requests_total${own}`,
  `prometheus_http_request_duration_seconds_bucket${own}`,
  `prometheus_tsdb_head_samples_appended_total${own}`,
  `process_resident_memory_bytes${own}`,
  `process_cpu_seconds_total${own}`,
  `go_goroutines${own}`,
  `container_memory_working_set_bytes${steady}`,
  `container_memory_rss${steady}`,
  `container_spec_memory_limit_bytes${steady}`,
  `container_cpu_usage_seconds_total${steady}`,
  `up${own}`,
];

const requests = `prometheus_http_requests_total${own}`;
const buckets = `prometheus_http_request_duration_seconds_bucket${own}`;
const appended = `prometheus_tsdb_head_samples_appended_total${own}`;
const resident = `process_resident_memory_bytes${own}`;
const workingSet = `container_memory_working_set_bytes${steady}`;
const rss = `container_memory_rss${steady}`;
const limits = `container_spec_memory_limit_bytes${steady}`;
const cpu = `container_cpu_usage_seconds_total${steady}`;

const expressions = [
  resident,
  workingSet,
  `${workingSet} offset 1m`,
  `${resident}[45s]`,
  `rate(${requests}[2m])`,
  `increase(${requests}[3m])`,
  `irate(${appended}[1m])`,
  `idelta(${appended}[1m])`,
  `delta(${resident}[2m])`,
  `deriv(${resident}[3m])`,
  `deriv(${workingSet}[3m] offset 30s)`,
  `predict_linear(${workingSet}[3m], 600)`,
  `avg_over_time(${workingSet}[2m])`,
  `min_over_time(${workingSet}[2m])`,
  `max_over_time(${workingSet}[2m])`,
  `sum_over_time(${resident}[2m])`,
  `count_over_time(${resident}[2m])`,
  `last_over_time(${resident}[2m])`,
  `quantile_over_time(0.9, ${workingSet}[3m])`,
  `stddev_over_time(${workingSet}[3m])`,
  `stdvar_over_time(go_goroutines${own}[3m])`,
  `present_over_time(${workingSet}[1m])`,
  `changes(${requests}[3m])`,
  `resets(${requests}[3m])`,
  `sum(${requests})`,
  `sum by (handler) (${requests})`,
  `sum without (handler, code) (rate(${requests}[2m]))`,
  `avg(${workingSet})`,
  `min by (pod) (${workingSet})`,
  `max(${rss}) by (pod, container)`,
  `count by (code) (${requests})`,
  `group by (pod) (${workingSet})`,
  `stddev(${workingSet})`,
  `quantile(0.3, ${requests})`,
  `topk(1, ${workingSet})`,
  `bottomk(1, ${workingSet})`,
  `count_values("value", up${own})`,
  `${workingSet} / ${limits}`,
  `100 * ${workingSet} / ${limits} > 10`,
  `${workingSet} > bool ${rss}`,
  `${rss} / on(pod, container) ${limits}`,
  `${workingSet} - ignoring(image) ${rss}`,
  `${workingSet} / on(namespace) group_left sum by (namespace) (${limits})`,
  `sum by (namespace) (${limits}) - on(namespace) group_right ${workingSet}`,
  `${workingSet} and on(pod) ${rss} > 0`,
  `${workingSet} unless ${limits}`,
  `sum(${workingSet}) or vector(0)`,
  `-${resident}`,
  `2 - ${resident} offset 30s * -1 ^ 2 + max_over_time(${resident}[1m] @ ${Math.floor(Date.now() / 60_000) * 60 - 90})`,
  `${resident} % 4096 + 2 ^ 3`,
  `abs(delta(${resident}[2m])) + ceil(${resident} / 1e6) - floor(${resident} / 1e6)`,
  `round(${resident} / 1e6, 0.5)`,
  `clamp(${workingSet}, 1e6, 1e8)`,
  `scalar(${resident}) / 1024`,
  "time() + vector(1)",
  `timestamp(${resident})`,
  `absent(nothing_of_this_name{a="b"})`,
  `absent_over_time(${resident}[1m])`,
  `label_replace(${workingSet}, "app", "$1", "pod", "(.*)-[^-]+-[^-]+")`,
  `label_join(up${own}, "both", "-", "job", "instance")`,
  `sort_desc(${workingSet})`,
  `histogram_quantile(0.9, ${buckets})`,
  `histogram_quantile(0.5, sum by (le, handler) (rate(${buckets}[3m])))`,
  `max_over_time(rate(${appended}[1m])[3m:20s])`,
  `avg_over_time((${workingSet} / 1e6)[2m:15s] offset 20s)`,
  `min_over_time(deriv(${workingSet}[1m])[2m:30s])`,
  `sum(rate(${cpu}[2m])) by (pod) / scalar(count(${cpu}))`,
  `sgn(deriv(${workingSet}[2m])) + ln(${workingSet}) - log2(${workingSet}) + sqrt(${workingSet})`,
];

/** The rest has an answer: a comparison of nothing with nothing would prove nothing. */
const empty: ReadonlySet<string> = new Set([`${workingSet} unless ${limits}`, `absent_over_time(${resident}[1m])`]);

/** Numbers to nine digits, elements in one order unless the query sorts. */
function comparable(query: string, { resultType, result }: Reply): readonly string[] {
  const round = (text: string): string => (Number.isFinite(Number(text)) ? Number(text).toPrecision(9) : text);
  if (resultType === "scalar") {
    const [, value] = result as [number, string];
    return [round(value)];
  }
  const rows = (result as { metric: Metric; value?: [number, string]; values?: [number, string][] }[]).map((row) => {
    const metric = JSON.stringify(Object.entries(row.metric).sort(([a], [b]) => (a < b ? -1 : 1)));
    return `${metric} ${(row.values ?? (row.value ? [row.value] : [])).map(([, value]) => round(value)).join(" ")}`;
  });
  return query.startsWith("sort") ? rows : rows.sort();
}

async function copy(store: SampleStore, now: number): Promise<void> {
  for (const selector of copied) {
    const { result } = await ask(`${selector}[10m]`, now);
    for (const { metric, values } of result as { metric: Metric; values: [number, string][] }[]) {
      for (const [at, value] of values) {
        store.append(metric, at, Number(value));
      }
    }
  }
}

// The times are no multiples of a subquery's step: Prometheus 2 counts a sample exactly at the start of a range in,
// Prometheus 3 (and the range) leaves it out.
describe.skipIf(url === undefined)("the same answers as a real Prometheus (TEST_PROMETHEUS_URL)", () => {
  const store = createSampleStore();
  const now = Math.floor(Date.now() / 60_000) * 60 - 17.3;

  beforeAll(() => copy(store, now + 10));

  it("has copied samples of every metric", () => {
    expect(store.labelValues("__name__").length).toBe(copied.length);
  });

  it.each(expressions)("%s", async (query) => {
    for (const time of [now, now - 61.7, now - 133.1]) {
      const mine = instantData(queryInstant(store, query, Math.round(time * 1000)), time * 1000) as Reply;
      const theirs = comparable(query, await ask(query, time));
      expect(comparable(query, mine)).toEqual(theirs);
      expect(theirs.length > 0).toBe(!empty.has(query));
    }
  });
});
