import "server-only";
import { z } from "zod";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Series } from "@/lib/core/metrics/series";

export type TimeRange = { readonly startSeconds: number; readonly endSeconds: number; readonly stepSeconds: number };

export type PrometheusClient = {
  readonly baseUrl: string;
  /** An instant query: a scalar or string is one series without labels. */
  query(
    expression: string,
    options: { readonly atSeconds?: number; readonly signal: AbortSignal },
  ): Promise<readonly Series[]>;
  queryRange(expression: string, range: TimeRange, signal: AbortSignal): Promise<readonly Series[]>;
};

type Options = {
  /** With the path prefix of Thanos, Mimir or VictoriaMetrics, if any. */
  readonly baseUrl: string;
  readonly timeoutMs?: number;
};

const point = z.tuple([z.number(), z.string()]);
const data = z.discriminatedUnion("resultType", [
  z.object({
    resultType: z.literal("matrix"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), values: z.array(point).default([]) })),
  }),
  z.object({
    resultType: z.literal("vector"),
    result: z.array(z.object({ metric: z.record(z.string(), z.string()), value: point.optional() })),
  }),
  z.object({ resultType: z.enum(["scalar", "string"]), result: point }),
]);
const envelope = z.union([
  z.object({ status: z.literal("success"), data }),
  z.object({ status: z.literal("error"), error: z.string() }),
]);

/**
 * A client of the Prometheus HTTP API. Throws AppError: "upstream-unavailable" when it cannot be reached, refuses the
 * credentials or answers something else; "invalid-input" with Prometheus's own words for a bad expression.
 */
export function createPrometheusClient({ baseUrl, timeoutMs = 10_000 }: Options): PrometheusClient {
  const host = new URL(baseUrl).host;
  const ask = async (endpoint: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal) => {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    const response = await post(`${baseUrl.replace(/\/$/, "")}/api/v1/${endpoint}`, parameters, limited).catch(
      (cause: unknown) => {
        const why =
          cause instanceof Error && cause.name === "TimeoutError" ? "did not answer in time" : "cannot be reached";
        throw new AppError("upstream-unavailable", `Prometheus at ${host} ${why}.`, { cause });
      },
    );
    return seriesOf(response, host);
  };
  return {
    baseUrl,
    query: (query, { atSeconds, signal }) =>
      ask("query", { query, ...(atSeconds !== undefined && { time: String(atSeconds) }) }, signal),
    queryRange: (query, { startSeconds, endSeconds, stepSeconds }, signal) =>
      ask(
        "query_range",
        { query, start: String(startSeconds), end: String(endSeconds), step: String(stepSeconds) },
        signal,
      ),
  };
}

function post(url: string, parameters: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Response> {
  return fetch(url, { method: "POST", body: new URLSearchParams(parameters), signal, redirect: "error" });
}

async function seriesOf(response: Response, host: string): Promise<readonly Series[]> {
  if (response.status === 401 || response.status === 403) {
    throw new AppError("upstream-unavailable", `Prometheus at ${host} refused the credentials (${response.status}).`);
  }
  const text = await response.text();
  const reply = envelope.safeParse(parsedJson(text));
  if (!reply.success) {
    throw new AppError(
      "upstream-unavailable",
      `What answers at ${host} is not a Prometheus (status ${response.status}).`,
      { cause: reply.error },
    );
  }
  if (reply.data.status === "error") {
    throw new AppError(
      response.status < 500 ? "invalid-input" : "upstream-unavailable",
      `Prometheus: ${reply.data.error}`,
    );
  }
  return readData(reply.data.data);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

function readData(reply: z.infer<typeof data>): readonly Series[] {
  const sample = ([at, value]: readonly [number, string]) => ({ at, value: numberOf(value) });
  switch (reply.resultType) {
    case "matrix":
      return reply.result.map(({ metric, values }) => ({ labels: metric, samples: values.map(sample) }));
    case "vector":
      return reply.result.map(({ metric, value }) => ({ labels: metric, samples: value ? [sample(value)] : [] }));
    case "scalar":
    case "string":
      return [{ labels: {}, samples: [sample(reply.result)] }];
  }
}

/** Go writes `+Inf` and `-Inf`. */
function numberOf(text: string): number {
  return text === "+Inf" ? Number.POSITIVE_INFINITY : text === "-Inf" ? Number.NEGATIVE_INFINITY : Number(text);
}
