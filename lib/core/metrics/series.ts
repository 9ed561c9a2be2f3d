/** One sample: epoch seconds and a value in the series' unit. */
export type Sample = { readonly at: number; readonly value: number };
export type Series = { readonly labels: Readonly<Record<string, string>>; readonly samples: readonly Sample[] };

/** At most `maxPoints` samples, in order, with the lowest and highest of each stretch kept: spikes survive. */
export function thinSamples(samples: readonly Sample[], maxPoints: number): readonly Sample[] {
  if (samples.length <= maxPoints) {
    return samples;
  }
  const stretches = Math.max(1, Math.floor(maxPoints / 2));
  const size = samples.length / stretches;
  return Array.from({ length: stretches }, (_, index) =>
    samples.slice(Math.floor(index * size), Math.floor((index + 1) * size)),
  ).flatMap(extremes);
}

function extremes(stretch: readonly Sample[]): readonly Sample[] {
  const [first] = stretch;
  if (!first) {
    return [];
  }
  let low = first;
  let high = first;
  for (const sample of stretch) {
    low = sample.value < low.value ? sample : low;
    high = sample.value > high.value ? sample : high;
  }
  if (low === high) {
    return [low];
  }
  return low.at < high.at ? [low, high] : [high, low];
}

/** Prometheus answers at most 11,000 points a series; a chart needs far fewer. Whole seconds, at least one. */
export function stepFor(rangeSeconds: number, maxPoints: number): number {
  return Math.max(1, Math.ceil(rangeSeconds / Math.min(maxPoints, 11_000)));
}
