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

type Kept = { readonly answer: Promise<Aligned>; readonly untilSeconds: number };

const MAX_KEPT = 500;
const ANSWER_MS = 15_000;

/** One query for 1 or 500 viewers: ranges are aligned, equal questions under way are joined, answers live for a step. */
export function createPanelCache(client: Pick<PrometheusClient, "queryRange">): PanelCache {
  const kept = new Map<string, Kept>();
  return {
    queryLast: (expression, { rangeSeconds, stepSeconds, nowSeconds }) => {
      const toSeconds = Math.floor(nowSeconds / stepSeconds) * stepSeconds;
      const fromSeconds = toSeconds - Math.ceil(rangeSeconds / stepSeconds) * stepSeconds;
      const key = `${fromSeconds} ${toSeconds} ${stepSeconds} ${expression}`;
      const known = kept.get(key);
      if (known) {
        return known.answer;
      }
      forget(kept, nowSeconds);
      const range = { startSeconds: fromSeconds, endSeconds: toSeconds, stepSeconds };
      // Not the first viewer's signal: when they leave, the others still wait for it.
      const answer = client
        .queryRange(expression, range, AbortSignal.timeout(ANSWER_MS))
        .then((series) => ({ fromSeconds, toSeconds, series }));
      kept.set(key, { answer, untilSeconds: toSeconds + stepSeconds });
      answer.catch(() => kept.delete(key));
      return answer;
    },
  };
}

/** What nobody will ask for again, and of the rest the oldest above the limit. */
function forget(kept: Map<string, Kept>, nowSeconds: number): void {
  for (const [key, { untilSeconds }] of kept) {
    if (untilSeconds <= nowSeconds || kept.size >= MAX_KEPT) {
      kept.delete(key);
    }
  }
}
