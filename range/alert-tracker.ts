import { createHash } from "node:crypto";
import type { ActiveAlert } from "./alert-rules.ts";

/** An alert as Alertmanager's webhook (version 4) sends it. */
export interface NotifiedAlert extends ActiveAlert {
  readonly status: "firing" | "resolved";
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL: string;
  readonly fingerprint: string;
}

export interface WebhookPayload {
  readonly version: "4";
  readonly groupKey: string;
  readonly truncatedAlerts: 0;
  readonly status: "firing" | "resolved";
  readonly receiver: string;
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly alerts: readonly NotifiedAlert[];
}

export interface AlertTime {
  readonly nowMs: number;
  /** The clock of the simulated processes, by which an alert's absence is measured. */
  readonly processSeconds: number;
}

export interface AlertTracker {
  /** Takes what holds now and gives the notifications that are due. */
  update(active: readonly ActiveAlert[], at: AlertTime): readonly WebhookPayload[];
  firing(): readonly NotifiedAlert[];
}

interface Tracked {
  readonly alert: ActiveAlert;
  readonly startsAt: string;
  readonly lastSeenSeconds: number;
}

/** A saw-tooth dips below its threshold; an alert is over only when it stayed away this long. */
const RESOLVE_AFTER_SECONDS = 90;
const NEVER = "0001-01-01T00:00:00Z";
const GROUP_BY = ["alertname", "namespace"] as const;

const fingerprintOf = (labels: Readonly<Record<string, string>>): string =>
  createHash("sha256")
    .update(JSON.stringify(Object.entries(labels).sort()))
    .digest("hex")
    .slice(0, 16);

const pick = (labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(GROUP_BY.map((name) => [name, labels[name] ?? ""]));

function common(records: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const [first = {}, ...others] = records;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((each) => each[name] === value)),
  );
}

function notified({ alert, startsAt }: Tracked, endsAt: string): NotifiedAlert {
  return {
    ...alert,
    status: endsAt === NEVER ? "firing" : "resolved",
    startsAt,
    endsAt,
    generatorURL: "",
    fingerprint: fingerprintOf(alert.labels),
  };
}

function payload(alerts: readonly NotifiedAlert[]): WebhookPayload {
  const groupLabels = pick(alerts[0]?.labels ?? {});
  return {
    version: "4",
    groupKey: `{}:{${Object.entries(groupLabels)
      .map(([name, value]) => `${name}="${value}"`)
      .join(", ")}}`,
    truncatedAlerts: 0,
    status: alerts.some(({ status }) => status === "firing") ? "firing" : "resolved",
    receiver: "headroom",
    groupLabels,
    commonLabels: common(alerts.map(({ labels }) => labels)),
    commonAnnotations: common(alerts.map(({ annotations }) => annotations)),
    externalURL: "",
    alerts,
  };
}

/** Follows alerts over time as Alertmanager does: groups them, and tells when one begins and ends. */
export function createAlertTracker(): AlertTracker {
  const tracked = new Map<string, Tracked>();
  const refresh = (active: readonly ActiveAlert[], at: AlertTime): ReadonlySet<string> => {
    const begun = new Set<string>();
    for (const alert of active) {
      const key = fingerprintOf(alert.labels);
      const known = tracked.get(key);
      if (known === undefined) {
        begun.add(JSON.stringify(pick(alert.labels)));
      }
      tracked.set(key, {
        alert,
        startsAt: known?.startsAt ?? new Date(at.nowMs).toISOString(),
        lastSeenSeconds: at.processSeconds,
      });
    }
    return begun;
  };
  const takeEnded = (at: AlertTime): readonly NotifiedAlert[] => {
    const ended = [...tracked].filter(
      ([, { lastSeenSeconds }]) => at.processSeconds - lastSeenSeconds >= RESOLVE_AFTER_SECONDS,
    );
    for (const [key] of ended) {
      tracked.delete(key);
    }
    return ended.map(([, each]) => notified(each, new Date(at.nowMs).toISOString()));
  };
  const firing = (): readonly NotifiedAlert[] => [...tracked.values()].map((each) => notified(each, NEVER));
  return {
    update: (active, at) => {
      const begun = refresh(active, at);
      const ended = takeEnded(at);
      const changed = new Set([...begun, ...ended.map(({ labels }) => JSON.stringify(pick(labels)))]);
      return [...changed].map((group) =>
        payload([...firing(), ...ended].filter(({ labels }) => JSON.stringify(pick(labels)) === group)),
      );
    },
    firing,
  };
}
