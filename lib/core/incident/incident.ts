export const incidentStatuses = ["open", "acknowledged", "mitigated", "resolved", "closed"] as const;
export type IncidentStatus = (typeof incidentStatuses)[number];

export const severities = ["P0", "P1", "P2", "P3", "P4"] as const;
export type IncidentSeverity = (typeof severities)[number];

export const incidentRoles = ["commander", "scribe", "responder"] as const;
export type IncidentRole = (typeof incidentRoles)[number];

/** A re-fire within this time of the resolution reopens the incident instead of opening another. */
export const REOPEN_WINDOW_MS = 30 * 60_000;

/** Where an incident happens. */
export type Target = {
  readonly cluster: string;
  readonly namespace: string;
  readonly workload: string;
  /** "deployment", "statefulset", "daemonset"; "" when nobody could tell. */
  readonly workloadKind: string;
};

/** The key under which only one incident may be open: cluster, namespace, workload, runbook. */
export function incidentKey(target: Target, runbookSlug: string | null): string {
  return [target.cluster, target.namespace, target.workload, runbookSlug ?? ""].map(encodeURIComponent).join("/");
}

/** True while somebody still has to do something about it. */
export function isOpen(status: IncidentStatus): boolean {
  return status !== "resolved" && status !== "closed";
}

const next: Record<IncidentStatus, readonly IncidentStatus[]> = {
  open: ["acknowledged", "mitigated", "resolved"],
  acknowledged: ["mitigated", "resolved"],
  mitigated: ["acknowledged", "resolved"],
  resolved: ["acknowledged", "closed"],
  closed: ["acknowledged"],
};

/** May an incident go from one status to the other? Reopening goes back to `acknowledged`. */
export function canMove(from: IncidentStatus, to: IncidentStatus): boolean {
  return next[from].includes(to);
}

/** `page`, `critical`, `P1`, "Sev 2", "High" and their like as one of P0…P4; P2 when nothing is recognised. */
export function severityFrom(text: string | undefined): IncidentSeverity {
  const said = (text ?? "").toLowerCase();
  const numbered = /\b(?:p|sev(?:erity)?[\s-]*)([0-4])\b/.exec(said)?.[1];
  if (numbered !== undefined) {
    return `P${numbered}` as IncidentSeverity;
  }
  if (/critical|page|emergency|fatal/.test(said)) {
    return "P1";
  }
  if (/low|info/.test(said)) {
    return "P4";
  }
  if (/medium|minor|warn/.test(said)) {
    return "P3";
  }
  return "P2";
}
