import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Matcher } from "./matcher.ts";
import { BadData, parametersOf, parseStepMs, parseTimeMs } from "./parameters.ts";
import { ExecutionError, ParseError } from "./promql/errors.ts";
import { parsePromql } from "./promql/parse.ts";
import { queryInstant, queryRange } from "./query.ts";
import { instantData, matrixData } from "./replies.ts";
import type { SampleStore } from "./store.ts";

export interface PrometheusOptions {
  readonly store: SampleStore;
  /** Epoch milliseconds: the time of an instant query that names none. */
  now(): number;
}

interface Api extends PrometheusOptions {
  readonly parameters: URLSearchParams;
}

const MAX_POINTS = 11_000;

function queryText(error: unknown): never {
  throw error instanceof ParseError ? new BadData(`invalid parameter "query": ${error.message}`) : error;
}

function answerQuery({ store, now, parameters }: Api): unknown {
  const time = parameters.get("time");
  const timeMs = time === null ? now() : parseTimeMs("time", time);
  try {
    return instantData(queryInstant(store, parameters.get("query") ?? "", timeMs), timeMs);
  } catch (error) {
    return queryText(error);
  }
}

function answerQueryRange({ store, parameters }: Api): unknown {
  const startMs = parseTimeMs("start", parameters.get("start") ?? "");
  const endMs = parseTimeMs("end", parameters.get("end") ?? "");
  if (endMs < startMs) {
    throw new BadData('invalid parameter "end": end timestamp must not be before start time');
  }
  const stepMs = parseStepMs(parameters.get("step") ?? "");
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    throw new BadData(
      "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)",
    );
  }
  try {
    return matrixData(queryRange(store, parameters.get("query") ?? "", { startMs, endMs, stepMs }));
  } catch (error) {
    return queryText(error);
  }
}

/** The matchers of each `match[]`. */
function selectorsOf(parameters: URLSearchParams): readonly (readonly Matcher[])[] {
  return parameters.getAll("match[]").map((text) => {
    try {
      const expr = parsePromql(text);
      if (expr.kind !== "selector") {
        throw new ParseError("1:1: parse error: expected a vector selector");
      }
      return expr.matchers;
    } catch (error) {
      throw error instanceof ParseError ? new BadData(`invalid parameter "match[]": ${error.message}`) : error;
    }
  });
}

function answerSeries({ store, parameters }: Api): unknown {
  const selectors = selectorsOf(parameters);
  if (selectors.length === 0) {
    throw new BadData("no match[] parameter provided");
  }
  const [start, end] = ["start", "end"].map((name) => parameters.get(name));
  const fromSeconds = start ? parseTimeMs("start", start) / 1000 : Number.NEGATIVE_INFINITY;
  const toSeconds = end ? parseTimeMs("end", end) / 1000 : Number.MAX_VALUE;
  const found = selectors.flatMap((matchers) => store.select(matchers, fromSeconds, toSeconds));
  return [...new Set(found)].map(({ labels }) => labels);
}

function union(lists: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(lists.flat())].sort();
}

function answerLabels({ store, parameters }: Api): unknown {
  const selectors = selectorsOf(parameters);
  return selectors.length === 0 ? store.labelNames() : union(selectors.map((matchers) => store.labelNames(matchers)));
}

function answerLabelValues({ store, parameters }: Api, name: string): unknown {
  const selectors = selectorsOf(parameters);
  return selectors.length === 0
    ? store.labelValues(name)
    : union(selectors.map((matchers) => store.labelValues(name, matchers)));
}

const endpoints: Readonly<Record<string, (api: Api) => unknown>> = {
  query: answerQuery,
  query_range: answerQueryRange,
  series: answerSeries,
  labels: answerLabels,
  "status/buildinfo": () => ({ version: "3.0.0-range", revision: "", branch: "", buildUser: "", buildDate: "" }),
  metadata: () => ({}),
  rules: () => ({ groups: [] }),
  alerts: () => ({ alerts: [] }),
};

function endpointOf(path: string): ((api: Api) => unknown) | undefined {
  const [, name] = /^label\/([^/]+)\/values$/.exec(path) ?? [];
  if (name !== undefined) {
    return (api) => answerLabelValues(api, decodeURIComponent(name));
  }
  return Object.hasOwn(endpoints, path) ? endpoints[path] : undefined;
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(text);
}

function sendError(response: ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const [status, errorType] =
    error instanceof BadData
      ? [400, "bad_data"]
      : error instanceof ExecutionError
        ? [422, "execution"]
        : [500, "internal"];
  sendJson(response, status, { status: "error", errorType, error: message });
}

async function serve(options: PrometheusOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [path = "/", search = ""] = (request.url ?? "/").split("?", 2);
  const url = new URL("http://range");
  url.pathname = path;
  url.search = search;
  if (url.pathname === "/-/healthy" || url.pathname === "/-/ready") {
    return sendText(
      response,
      200,
      `Prometheus Server is ${url.pathname.slice(3) === "ready" ? "Ready" : "Healthy"}.\n`,
    );
  }
  const endpoint = url.pathname.startsWith("/api/v1/") ? endpointOf(url.pathname.slice("/api/v1/".length)) : undefined;
  if (endpoint === undefined) {
    return sendText(response, 404, "404 page not found\n");
  }
  if (request.method !== "GET" && request.method !== "POST") {
    return sendText(response, 405, "Method Not Allowed\n");
  }
  try {
    const parameters = await parametersOf(request, url);
    sendJson(response, 200, { status: "success", data: endpoint({ ...options, parameters }) });
  } catch (error) {
    sendError(response, error);
  }
}

/** The Prometheus HTTP API over a sample store: a listener for an HTTP server. It reads, and never changes the store. */
export function prometheusHandler(options: PrometheusOptions): RequestListener {
  return (request, response) => void serve(options, request, response);
}
