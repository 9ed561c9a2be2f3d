import { appMetrics, metricsText } from "../world/app-metrics.ts";
import type { LivePod, WorldContext } from "../world/context.ts";
import { memoryBytesOf } from "../world/live-pods.ts";
import { MEBIBYTE } from "../world/quantity.ts";
import { workloadOfPod } from "../world/workloads.ts";

export interface AppReply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const text = (body: string): AppReply => ({ status: 200, contentType: "text/plain; charset=utf-8", body });

const json = (status: number, body: object): AppReply => ({
  status,
  contentType: "application/json",
  body: `${JSON.stringify(body)}\n`,
});

function memoryReport(context: WorldContext, live: LivePod): AppReply {
  const pod = context.store.get("pods", live.key);
  const isPython = pod !== undefined && workloadOfPod(pod).namespace === "sie";
  if (isPython && live.environment["PYTHONTRACEMALLOC"] === undefined) {
    return json(409, { error: "tracemalloc is not tracing: set PYTHONTRACEMALLOC=1 and restart" });
  }
  const mebibytes = memoryBytesOf(context, live) / MEBIBYTE;
  const site = (file: string, share: number): object => ({ file, size_mib: Number((mebibytes * share).toFixed(1)) });
  return json(200, {
    rss_mib: Number(mebibytes.toFixed(1)),
    top: isPython
      ? [
          site("sie/documents/cache.py:88", 0.41),
          site("sie/serializers.py:212", 0.17),
          site("json/encoder.py:257", 0.06),
        ]
      : [site("internal/session/registry.go:141", 0.52), site("internal/cache/snapshot.go:67", 0.14)],
  });
}

/** What the application of a pod answers on its own port; undefined when nothing listens there. */
export function appReply(
  context: WorldContext,
  live: LivePod,
  request: { readonly port: number; readonly path: string },
): AppReply | undefined {
  const pod = context.store.get("pods", live.key);
  if (pod === undefined || live.phase !== "running" || workloadOfPod(pod).port !== request.port) {
    return undefined;
  }
  switch (request.path.split("?")[0]) {
    case "/metrics":
      return {
        ...text(metricsText(appMetrics(context, live))),
        contentType: "text/plain; version=0.0.4; charset=utf-8",
      };
    case "/debug/memory":
      return memoryReport(context, live);
    case "/health":
    case "/healthz":
      return json(200, { status: "ok" });
    case "/ready":
    case "/readyz":
      return live.ready ? json(200, { status: "ready" }) : json(503, { status: "starting" });
    case "/":
      return text(`${workloadOfPod(pod).name}\n`);
    default:
      return json(404, { detail: "Not Found" });
  }
}
