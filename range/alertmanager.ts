import { activeAlerts } from "./alert-rules.ts";
import { type AlertTracker, createAlertTracker, type NotifiedAlert, type WebhookPayload } from "./alert-tracker.ts";
import type { Cluster } from "./kubernetes/api-call.ts";

export interface Alertmanager {
  evaluate(): void;
  firing(): readonly NotifiedAlert[];
  /** Forgets all alerts without a word, for a world that begins anew. */
  reset(): void;
}

/** Watches the world's alert rules and hands out a payload whenever a group of alerts changes. */
export function createAlertmanager(cluster: Cluster, notify: (payload: WebhookPayload) => void): Alertmanager {
  let tracker: AlertTracker = createAlertTracker();
  return {
    evaluate: () => {
      const { context } = cluster.world;
      tracker.update(activeAlerts(context), context).forEach(notify);
    },
    firing: () => tracker.firing(),
    reset: () => {
      tracker = createAlertTracker();
    },
  };
}
