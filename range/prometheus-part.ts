import { prometheusHandler } from "./prometheus/server.ts";
import { createSampleStore } from "./prometheus/store.ts";
import type { PrometheusPart } from "./range.ts";

export function createPrometheusPart(now: () => number): PrometheusPart {
  const store = createSampleStore({ sharedScrapes: true });
  return { store, handler: prometheusHandler({ store, now }) };
}
