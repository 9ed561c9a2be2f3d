import type { IncidentRow } from "@/lib/features/incident/schema";

/** The next thing somebody has to do about an open incident; null when it is in hand. */
export function waitingFor(row: IncidentRow): string | null {
  if (row.status === "open") {
    return "somebody to acknowledge it";
  }
  if (row.runbookTitle === null) {
    return "a runbook";
  }
  if (row.commander === null) {
    return "a commander";
  }
  if (row.firingCount === 0) {
    return "sign-off: no alert fires any more";
  }
  return null;
}
