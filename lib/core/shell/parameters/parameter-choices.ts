/** What the cluster and the configuration have that a parameter could stand for. */
export type ChoiceSources = {
  readonly namespace: string;
  readonly workload: string;
  /** Names of the workload's own pods. */
  readonly own: ReadonlySet<string>;
  readonly pods: readonly {
    readonly name: string;
    readonly phase: string;
    readonly restarts: number;
    readonly createdSeconds: number;
    readonly containers: readonly { readonly name: string; readonly image: string }[];
  }[];
  readonly workloads: readonly string[];
  readonly nodes: readonly { readonly name: string; readonly isReady: boolean }[];
  readonly namespaces: readonly string[];
  /** Host names that Headroom may call, as runbooks write them. */
  readonly hosts: readonly string[];
  readonly now: Date;
};

export type Choice = { readonly value: string; readonly hint: string };

/** What a parameter of a kind can be filled with: what belongs to the incident first. */
export function choicesOf(kind: string, sources: ChoiceSources): readonly Choice[] {
  switch (kind) {
    case "pod":
      return podsOf(sources);
    case "container":
      return countedUses(sources, "name");
    case "image":
      return countedUses(sources, "image");
    case "deployment":
      return ownFirst(sources.workloads, sources.workload);
    case "namespace":
      return ownFirst([...new Set([sources.namespace, ...sources.namespaces])], sources.namespace);
    case "node":
      return sources.nodes.map(({ name, isReady }) => ({ value: name, hint: isReady ? "ready" : "not ready" }));
    case "host":
      return sources.hosts.map((value) => ({ value, hint: "in the configuration" }));
    case "url":
      return sources.hosts.map((host) => ({ value: `http://${host}`, hint: "in the configuration" }));
    case "time":
      return timesBefore(sources.now);
    default:
      return [];
  }
}

function podsOf({ pods, own }: ChoiceSources): readonly Choice[] {
  const rank = (name: string) => (own.has(name) ? 0 : 1);
  return [...pods]
    .sort((a, b) => rank(a.name) - rank(b.name) || b.restarts - a.restarts || a.name.localeCompare(b.name))
    .map(({ name, phase, restarts }) => ({
      value: name,
      hint: `${phase}, ${restarts === 1 ? "1 restart" : `${restarts} restarts`}${own.has(name) ? ", of this incident" : ""}`,
    }));
}

/** Names or images of the workload's containers, and after them those of the namespace. */
function countedUses({ pods, own }: ChoiceSources, what: "name" | "image"): readonly Choice[] {
  const used = (isOwn: boolean) =>
    pods
      .filter(({ name }) => own.has(name) === isOwn)
      .flatMap(({ containers }) => containers.map((container) => container[what]));
  const mine = new Set(used(true));
  const others = new Set(used(false).filter((value) => !mine.has(value)));
  return [
    ...[...mine].map((value) => ({ value, hint: what === "image" ? "runs now" : "of this incident" })),
    ...[...others].map((value) => ({ value, hint: "elsewhere in the namespace" })),
  ];
}

function ownFirst(names: readonly string[], own: string): readonly Choice[] {
  return [...names]
    .sort((a, b) => Number(b === own) - Number(a === own) || a.localeCompare(b))
    .map((value) => ({ value, hint: value === own ? "of this incident" : "" }));
}

const spans = [
  ["15 minutes ago", 15 * 60],
  ["1 hour ago", 60 * 60],
  ["6 hours ago", 6 * 60 * 60],
  ["1 day ago", 24 * 60 * 60],
  ["now", 0],
] as const;

/** Each time in the two forms that programs want: RFC 3339 and seconds since 1970. */
function timesBefore(now: Date): readonly Choice[] {
  return spans.flatMap(([hint, seconds]) => {
    const at = new Date(now.getTime() - seconds * 1000);
    return [
      { value: `${at.toISOString().slice(0, 19)}Z`, hint },
      { value: String(Math.floor(at.getTime() / 1000)), hint },
    ];
  });
}

/**
 * A pod that took the place of one that is gone: of the same replica set, else of the same workload, by
 * how Kubernetes makes their names. Null while the pod is there, and when nothing has taken its place.
 */
export function successorOf(pod: string, names: readonly string[]): string | null {
  if (pod === "" || names.includes(pod)) {
    return null;
  }
  const parts = pod.split("-");
  for (const kept of [parts.slice(0, -1), parts.slice(0, -2)]) {
    const prefix = `${kept.join("-")}-`;
    const depth = parts.length;
    const found = kept.length === 0 ? undefined : names.find((name) => isSibling(name, prefix, depth));
    if (found !== undefined) {
      return found;
    }
  }
  return null;
}

function isSibling(name: string, prefix: string, depth: number): boolean {
  return name.startsWith(prefix) && name.split("-").length === depth;
}
