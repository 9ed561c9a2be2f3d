import { dropLabels, type Labels, labelsKey, METRIC_NAME } from "../labels.ts";
import { distinctVector, type Value, type Vector } from "./value.ts";

interface Bucket {
  readonly upperBound: number;
  readonly count: number;
}

interface Histogram {
  readonly labels: Labels;
  readonly buckets: Bucket[];
}

const BUCKET_LABELS: ReadonlySet<string> = new Set(["le", METRIC_NAME]);

function boundOf(le: string): number {
  return /^\+?Inf$/i.test(le) ? Number.POSITIVE_INFINITY : Number(le);
}

function histogramsOf(points: Vector): readonly Histogram[] {
  const histograms = new Map<string, Histogram>();
  for (const { labels, value } of points) {
    const upperBound = boundOf(labels["le"] ?? "NaN");
    if (!Number.isNaN(upperBound)) {
      const rest = dropLabels(labels, BUCKET_LABELS);
      const key = labelsKey(rest);
      const histogram = histograms.get(key) ?? { labels: rest, buckets: [] };
      histograms.set(key, histogram);
      histogram.buckets.push({ upperBound, count: value });
    }
  }
  return [...histograms.values()];
}

/** In order of their bounds, equal bounds added up, and counts that never fall. */
function tidied(buckets: readonly Bucket[]): readonly Bucket[] {
  const counts = new Map<number, number>();
  for (const { upperBound, count } of buckets) {
    counts.set(upperBound, (counts.get(upperBound) ?? 0) + count);
  }
  let highest = Number.NEGATIVE_INFINITY;
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([upperBound, count]) => {
      highest = Math.max(highest, count);
      return { upperBound, count: highest };
    });
}

/** Linear inside the bucket of the wanted rank. Source: `BucketQuantile` of Prometheus, promql/quantile.go. */
function bucketQuantile(q: number, buckets: readonly Bucket[]): number {
  const last = buckets.at(-1);
  if (Number.isNaN(q) || last?.upperBound !== Number.POSITIVE_INFINITY || buckets.length < 2 || last.count === 0) {
    return Number.NaN;
  }
  const rank = q * last.count;
  const found = buckets.slice(0, -1).findIndex(({ count }) => count >= rank);
  if (found < 0) {
    return buckets.at(-2)?.upperBound ?? Number.NaN;
  }
  const [below, bucket] = [found === 0 ? undefined : buckets[found - 1], buckets[found] ?? last];
  if (found === 0 && bucket.upperBound <= 0) {
    return bucket.upperBound;
  }
  const start = below?.upperBound ?? 0;
  const before = below?.count ?? 0;
  return start + (bucket.upperBound - start) * ((rank - before) / (bucket.count - before));
}

/** `histogram_quantile` over classic histograms (`le` buckets). */
export function histogramQuantile(q: number, points: Vector): Value {
  const outside = q < 0 ? Number.NEGATIVE_INFINITY : q > 1 ? Number.POSITIVE_INFINITY : undefined;
  return distinctVector(
    histogramsOf(points).map(({ labels, buckets }) => ({
      labels,
      value: outside ?? bucketQuantile(q, tidied(buckets)),
    })),
  );
}
