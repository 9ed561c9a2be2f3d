import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { queryInstant } from "./query.ts";
import { type HistorySample, hasRealPrometheus, type RealPrometheus, startRealPrometheus } from "./real-prometheus.ts";
import { instantData } from "./replies.ts";
import { createSampleStore } from "./store.ts";

let real: RealPrometheus;

type Metric = Readonly<Record<string, string>>;
interface Reply {
  readonly resultType: string;
  readonly result: unknown;
}

async function ask(query: string, time: number): Promise<Reply> {
  const body = new URLSearchParams({ query, time: String(time) });
  const response = await fetch(`${real.url}/api/v1/query`, { method: "POST", body });
  const reply = (await response.json()) as { status: string; data: Reply; error?: string };
  if (reply.status !== "success") {
    throw new Error(`${query}: ${reply.error}`);
  }
  return reply.data;
}

/** Seconds since 1970. No multiple of a scrape or of a subquery's step: there Prometheus 2 and 3 differ. */
const now = 1_767_225_582.7;
const own = '{job="prometheus"}';
const steady = '{namespace="spec-to-proof",container!=""}';
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
  `2 - ${resident} offset 30s * -1 ^ 2 + max_over_time(${resident}[1m] @ ${now - 72})`,
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

/** Numbers to eight digits, elements in one order unless the query sorts. */
function comparable(query: string, { resultType, result }: Reply): readonly string[] {
  const round = (text: string): string => (Number.isFinite(Number(text)) ? Number(text).toPrecision(8) : text);
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

const SCRAPE_SECONDS = 15;
const SCRAPES = 60;

/** Fifteen minutes of an application and of Prometheus itself: leaks, resets, a pod that ends and one that begins. */
function history(): readonly HistorySample[] {
  let seed = 7;
  const random = (): number => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
  const samples: HistorySample[] = [];
  const series = (name: string, labels: Metric, valueAt: (index: number, before: number) => number | null): void => {
    let before = 0;
    for (let index = 0; index < SCRAPES; index += 1) {
      const value = valueAt(index, before);
      if (value !== null) {
        before = value;
        const at = Math.floor(now) + 12 - (SCRAPES - 1 - index) * SCRAPE_SECONDS;
        samples.push({ metric: { __name__: name, ...labels }, at, value });
      }
    }
  };
  const counter = (step: number, resetAt: number) => (index: number, before: number) =>
    index === resetAt ? 0 : before + Math.round(random() * step);
  const self = { instance: "127.0.0.1:9090", job: "prometheus" };
  for (const [handler, code, resetAt] of [
    ["/api/v1/query", "200", -1],
    ["/api/v1/query", "400", -1],
    ["/metrics", "200", 54],
    ["/-/ready", "200", 30],
  ] as const) {
    series("prometheus_http_requests_total", { ...self, handler, code }, counter(9, resetAt));
  }
  for (const handler of ["/api/v1/query", "/metrics"]) {
    for (const [index, le] of ["0.1", "0.2", "0.4", "1", "+Inf"].entries()) {
      series("prometheus_http_request_duration_seconds_bucket", { ...self, handler, le }, (at) => at * (index + 2));
    }
  }
  series("prometheus_tsdb_head_samples_appended_total", { ...self, type: "float" }, counter(4_000, 51));
  series("process_resident_memory_bytes", self, () => Math.round(90e6 + random() * 30e6));
  series("go_goroutines", self, () => Math.round(30 + random() * 12));
  series("up", self, () => 1);
  for (const [pod, image, from, to] of [
    ["api-server-6d4b-x2x9q", "api:1", 0, SCRAPES],
    ["api-server-6d4b-k8s7d", "api:1", 0, 40],
    ["web-app-59c8-hhq2m", "web:2", 20, SCRAPES],
  ] as const) {
    const labels = { namespace: "spec-to-proof", pod, container: pod.slice(0, 3), image };
    const alive = (value: (index: number, before: number) => number) => (index: number, before: number) =>
      index >= from && index < to ? value(index, before) : null;
    series(
      "container_memory_working_set_bytes",
      labels,
      alive((index) => Math.round(2e8 + index * 3e6 + random() * 5e6)),
    );
    series(
      "container_memory_rss",
      labels,
      alive((index) => Math.round(1.8e8 + index * 3e6)),
    );
    series(
      "container_spec_memory_limit_bytes",
      labels,
      alive(() => 536_870_912),
    );
    series(
      "container_cpu_usage_seconds_total",
      labels,
      alive((_, before) => before + random() * 3),
    );
  }
  return samples;
}

describe.skipIf(!hasRealPrometheus())("the same answers as a real Prometheus (prometheus and promtool)", () => {
  const store = createSampleStore();

  beforeAll(async () => {
    const samples = history();
    for (const { metric, at, value } of samples) {
      store.append(metric, at, value);
    }
    real = await startRealPrometheus(samples);
  }, 60_000);
  afterAll(() => real?.stop());

  it.each(expressions)("%s", async (query) => {
    for (const time of [now, now - 61.7, now - 133.1, now - 271.3]) {
      const mine = instantData(queryInstant(store, query, Math.round(time * 1000)), time * 1000) as Reply;
      const theirs = comparable(query, await ask(query, time));
      expect(comparable(query, mine)).toEqual(theirs);
      expect(theirs.length > 0).toBe(!empty.has(query));
    }
  });
});
