import "server-only";
import { hasComparison } from "@/lib/core/metrics/promql";
import type { Series } from "@/lib/core/metrics/series";

/** One line a series, its labels and its value in two columns. */
export function instantTable(expression: string, series: readonly Series[]): string {
  const rows = series.map(({ labels, samples }) => {
    const last = samples.at(-1);
    return [labelText(labels), last === undefined ? "" : valueText(last.value)] as const;
  });
  return series.length === 0 ? nothing(expression) : aligned(rows);
}

/** A heading a series, and one line a step: UTC time and value. */
export function rangeTable(expression: string, series: readonly Series[]): string {
  const blocks = series.map(({ labels, samples }) => {
    const rows = samples.map(({ at, value }) => [timeText(at), valueText(value)] as const);
    return `${labelText(labels)}\n${aligned(rows)}`;
  });
  return series.length === 0 ? nothing(expression) : blocks.join("\n");
}

function nothing(expression: string): string {
  return hasComparison(expression)
    ? "no series matched (the comparison is false or there is no data)\n"
    : "no series matched (there is no data)\n";
}

function aligned(rows: readonly (readonly [string, string])[]): string {
  const [left, right] = [0, 1].map((column) => Math.max(0, ...rows.map((row) => (row[column] ?? "").length)));
  return rows.map(([name, value]) => `${name.padEnd(left ?? 0)}  ${value.padStart(right ?? 0)}\n`).join("");
}

function timeText(atSeconds: number): string {
  return new Date(atSeconds * 1000).toISOString().replace(/\.\d+Z$/, "Z");
}

/** Prometheus's own spelling of what is no number. */
function valueText(value: number): string {
  return Number.isFinite(value) || Number.isNaN(value) ? String(value) : value > 0 ? "+Inf" : "-Inf";
}

function labelText({ __name__: name = "", ...labels }: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));
  return pairs.length === 0 && name !== ""
    ? name
    : `${name}{${pairs.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(", ")}}`;
}
