import { type CloseRunbook, closeRunbooks, type NearbyRunbook } from "@/lib/core/runbook/library/close-runbooks";
import { chooseRunbook, type RunbookCandidate } from "./choose-runbook";
import { type IncidentSeverity, severityFrom } from "./incident";

/** An alert that may fire, as one source tells of it. */
export type KnownAlert = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** A few words: "fired 3 times", "rule of eu-1". */
  readonly source: string;
};

/** An alert that no runbook names, with everything that is known of it. */
export type UncoveredAlert = {
  readonly name: string;
  readonly severity: IncidentSeverity | null;
  readonly sources: readonly string[];
  readonly close: readonly CloseRunbook[];
};

type Library = { readonly candidates: readonly RunbookCandidate[]; readonly nearby: readonly NearbyRunbook[] };

/** Labels that say what an alert is about; the others say where it happened. */
const TELLING = ["job", "service", "app", "component", "deployment"] as const;

/** The alerts for which no runbook would be chosen, by name, and how many names have one. */
export function uncoveredAlerts(
  known: readonly KnownAlert[],
  { candidates, nearby }: Library,
): { readonly alerts: readonly UncoveredAlert[]; readonly coveredCount: number } {
  const byName = [...Map.groupBy(known, (alert) => alert.name)].sort(([a], [b]) => a.localeCompare(b));
  // One rule with a runbook_url does not help another of the same name without it.
  const uncovered = byName.flatMap(([name, all]) => {
    const open = all.filter((alert) => !isCovered(alert, candidates));
    return open.length > 0 ? [{ name, open }] : [];
  });
  const alerts = uncovered.map(({ name, open }) => {
    const severity = open.find(({ labels }) => labels["severity"])?.labels["severity"];
    const words = open.flatMap(({ labels }) => TELLING.flatMap((label) => labels[label] ?? []));
    return {
      name,
      severity: severity === undefined ? null : severityFrom(severity),
      sources: [...new Set(open.map(({ source }) => source))],
      close: closeRunbooks({ name, words }, nearby),
    };
  });
  return { alerts, coveredCount: byName.length - uncovered.length };
}

function isCovered({ name, labels, annotations }: KnownAlert, candidates: readonly RunbookCandidate[]): boolean {
  return chooseRunbook({ labels: { ...labels, alertname: name }, annotations }, candidates) !== null;
}
