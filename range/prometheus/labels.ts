/** What names a series: `__name__` holds the metric's name. An empty value is the same as no label. */
export type Labels = Readonly<Record<string, string>>;

export const METRIC_NAME = "__name__";

function compareText([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

/** The labels in alphabetical order, without the empty ones. */
export function normaliseLabels(labels: Labels): Labels {
  return Object.fromEntries(
    Object.entries(labels)
      .filter(([, value]) => value !== "")
      .sort(compareText),
  );
}

/** One text for each label set, whatever the order of its keys. */
export function labelsKey(labels: Labels): string {
  let key = "";
  for (const name of Object.keys(labels).sort()) {
    key += `${name}\u0001${labels[name]}\u0002`;
  }
  return key;
}

/** Only the named labels. */
export function keepLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => names.has(name)));
}

/** All but the named labels. */
export function dropLabels(labels: Labels, names: ReadonlySet<string>): Labels {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !names.has(name)));
}

const NAME_ONLY: ReadonlySet<string> = new Set([METRIC_NAME]);

/** The labels without the metric's name: a computed value is no longer that metric. */
export function dropMetricName(labels: Labels): Labels {
  return METRIC_NAME in labels ? dropLabels(labels, NAME_ONLY) : labels;
}

/** As Prometheus prints a label set in its messages: `{a="b", c="d"}`. */
export function labelsText(labels: Labels): string {
  const pairs = Object.entries(labels).sort(compareText);
  return `{${pairs.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(", ")}}`;
}
