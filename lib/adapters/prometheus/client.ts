import "server-only";
import { Agent } from "undici";
import type { Series } from "@/lib/core/metrics/series";
import type { PrometheusAccess } from "./access";
import { ask } from "./exchange";
import { labelData, queryData, ruleData, seriesData, seriesOf } from "./reply";

export type TimeRange = { readonly startSeconds: number; readonly endSeconds: number; readonly stepSeconds: number };

type Labels = Readonly<Record<string, string>>;

export type PrometheusClient = {
  /** Without credentials. */
  readonly baseUrl: string;
  /** An instant query: a scalar or string is one series without labels. */
  query(
    expression: string,
    options: { readonly atSeconds?: number; readonly signal: AbortSignal },
  ): Promise<readonly Series[]>;
  queryRange(expression: string, range: TimeRange, signal: AbortSignal): Promise<readonly Series[]>;
  /** The label sets of the series that match any of the selectors. */
  series(selectors: readonly string[], signal: AbortSignal): Promise<readonly Labels[]>;
  /** The alerting rules that are loaded, of all groups. */
  alertRules(signal: AbortSignal): Promise<readonly AlertingRule[]>;
  /** The label names that are there. */
  labels(signal: AbortSignal): Promise<readonly string[]>;
};

/** What a rule puts on the alerts it fires. */
type AlertingRule = { readonly name: string; readonly labels: Labels; readonly annotations: Labels };

type Options = {
  /** For one attempt, reply included. */
  readonly timeoutMs?: number;
};

/**
 * A client of the Prometheus HTTP API. Throws AppError: "upstream-unavailable" when it cannot be reached, refuses the
 * credentials or answers something else; "invalid-input" with Prometheus's own words for a bad expression;
 * "limit-exceeded" for an answer above 32 MiB.
 */
export function createPrometheusClient(
  access: PrometheusAccess,
  { timeoutMs = 10_000 }: Options = {},
): PrometheusClient {
  let agent: Agent | null = null;
  const connections = () => {
    agent ??= new Agent({ connect: access.tls() });
    return agent;
  };
  const endpoint = { access, host: new URL(access.url).host, timeoutMs, connections };
  return {
    baseUrl: access.url,
    query: async (query, { atSeconds, signal }) => {
      const form = new URLSearchParams({ query, ...(atSeconds !== undefined && { time: String(atSeconds) }) });
      return seriesOf(await ask(endpoint, { path: "query", form, data: queryData, signal }));
    },
    queryRange: async (query, { startSeconds, endSeconds, stepSeconds }, signal) => {
      const [start, end, step] = [String(startSeconds), String(endSeconds), String(stepSeconds)];
      const form = new URLSearchParams({ query, start, end, step });
      return seriesOf(await ask(endpoint, { path: "query_range", form, data: queryData, signal }));
    },
    series: (selectors, signal) => {
      const form = new URLSearchParams(selectors.map((selector) => ["match[]", selector]));
      return ask(endpoint, { path: "series", form, data: seriesData, signal });
    },
    alertRules: (signal) => ask(endpoint, { path: "rules?type=alert", form: null, data: ruleData, signal }),
    labels: (signal) => ask(endpoint, { path: "labels", form: new URLSearchParams(), data: labelData, signal }),
  };
}
