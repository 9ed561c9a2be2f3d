import type { Labels } from "../labels.ts";
import { createSampleStore, type SampleStore } from "../store.ts";

/** Samples one step apart from `fromSeconds`; null leaves a gap. */
export interface Filling {
  readonly labels: Labels;
  readonly values: readonly (number | null)[];
  readonly fromSeconds?: number;
  readonly stepSeconds?: number;
}

/** A store with the given series. */
export function filledStore(fillings: readonly Filling[]): SampleStore {
  const store = createSampleStore();
  for (const { labels, values, fromSeconds = 0, stepSeconds = 60 } of fillings) {
    for (const [index, value] of values.entries()) {
      if (value !== null) {
        store.append(labels, fromSeconds + index * stepSeconds, value);
      }
    }
  }
  return store;
}

/** `count` values from `start`, each `by` more than the one before. */
export function ramp(start: number, by: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => start + index * by);
}
