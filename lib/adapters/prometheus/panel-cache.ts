import "server-only";
import type { Series } from "@/lib/core/metrics/series";
import type { PrometheusClient } from "./client";

/** Range queries shared by all viewers of a panel. */
export type PanelCache = {
  /** The last `rangeSeconds`, aligned to the step: everybody who asks within a step gets one answer. */
  queryLast(
    expression: string,
    window: { readonly rangeSeconds: number; readonly stepSeconds: number; readonly nowSeconds: number },
  ): Promise<Aligned>;
};

export type Aligned = { readonly fromSeconds: number; readonly toSeconds: number; readonly series: readonly Series[] };

const KEPT = 500;

/** One query for 1 or 500 viewers: ranges are aligned, equal questions under way are joined, answers live for a step. */
export function createPanelCache(client: PrometheusClient): PanelCache {
  const answers = new Map<string, Promise<Aligned>>();
  return {
    queryLast: (expression, { rangeSeconds, stepSeconds, nowSeconds }) => {
      const toSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
      const fromSeconds = toSeconds - rangeSeconds;
      const key = `${fromSeconds} ${toSeconds} ${stepSeconds} ${expression}`;
      const range = { startSeconds: fromSeconds, endSeconds: toSeconds, stepSeconds };
      // Not the first viewer's signal: when they leave, the others still wait for it.
      const ask = () => client.queryRange(expression, range, AbortSignal.timeout(15_000));
      const answer = answers.get(key) ?? ask().then((series) => ({ fromSeconds, toSeconds, series }));
      answers.set(key, answer);
      answer.catch(() => answers.delete(key));
      for (const old of [...answers.keys()].slice(0, Math.max(0, answers.size - KEPT))) {
        answers.delete(old);
      }
      return answer;
    },
  };
}
