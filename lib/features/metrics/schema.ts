/** Reply of GET /api/incidents/[number]/memory?minutes=30: the memory panel of the incident's workload. */
export type MemoryPanel = {
  /** ISO 8601, when the server asked. */
  readonly at: string;
  /** "prometheus", or "metrics-api" when Prometheus is down, with the sentence that says so in `notice`. */
  readonly source: "prometheus" | "metrics-api" | "none";
  readonly notice: string | null;
  /** The PromQL behind the lines, to copy. */
  readonly query: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepSeconds: number;
  /** One line per pod and container; times in epoch seconds, values in bytes; at most 300 points each. */
  readonly lines: readonly {
    readonly pod: string;
    readonly container: string;
    readonly points: readonly (readonly [number, number])[];
  }[];
  readonly limitBytes: number | null;
  readonly limitFrom: "metric" | "pod spec" | null;
  readonly requestBytes: number | null;
  /** Lines of the runbook: "80 % of limit". */
  readonly thresholds: readonly { readonly label: string; readonly bytes: number }[];
  readonly oomKills: readonly { readonly pod: string; readonly container: string; readonly atSeconds: number }[];
  /** Of the pod nearest to its limit. */
  readonly headroom: HeadroomFigures | null;
};

export type HeadroomFigures = {
  readonly pod: string;
  readonly usedBytes: number;
  readonly freeBytes: number | null;
  readonly usedRatio: number | null;
  readonly slopeBytesPerSecond: number | null;
  /** "6–8 min", "no trend", "falling", "at the limit", "no limit" */
  readonly limitIn: string;
};
