import type { Phase } from "../runbook";

/** "" is no limit; "review": the review date has passed; a number: not changed for so many months. */
export const staleness = ["", "review", "3", "6", "12"] as const;
export type Staleness = (typeof staleness)[number];

export type LibraryFilter = {
  readonly system: string;
  readonly severity: string;
  readonly phase: Phase | "";
  readonly stale: Staleness;
  readonly hasFindings: boolean;
};

/** What a filter looks at. Times are epoch milliseconds. */
export type Filterable = {
  readonly system: string | null;
  readonly severity: string | null;
  readonly phases: readonly Phase[];
  readonly reviewDue: string | null;
  readonly changedAt: number;
  readonly findings: { readonly errors: number; readonly warnings: number };
  readonly problem: string | null;
};

/** Does the runbook pass the filter at the moment `now`? */
export function passesFilter(runbook: Filterable, filter: LibraryFilter, now: Date): boolean {
  const { system, severity, phase, stale, hasFindings } = filter;
  const { errors, warnings } = runbook.findings;
  return (
    (system === "" || runbook.system === system) &&
    (severity === "" || runbook.severity === severity) &&
    (phase === "" || runbook.phases.includes(phase)) &&
    (!hasFindings || errors + warnings > 0 || runbook.problem !== null) &&
    isStale(runbook, stale, now)
  );
}

function isStale(runbook: Filterable, stale: Staleness, now: Date): boolean {
  switch (stale) {
    case "":
      return true;
    case "review":
      return isReviewOverdue(runbook.reviewDue, now);
    case "3":
    case "6":
    case "12":
      return runbook.changedAt < monthsBefore(now, Number(stale));
  }
}

/** Has the day (YYYY-MM-DD, in UTC) of the next review passed? A day that does not exist has not. */
export function isReviewOverdue(reviewDue: string | null, now: Date): boolean {
  return reviewDue !== null && Date.parse(`${reviewDue}T23:59:59.999Z`) < now.getTime();
}

/** The 31st goes back to the last day that the earlier month has. */
function monthsBefore(now: Date, months: number): number {
  const then = new Date(now);
  then.setUTCMonth(then.getUTCMonth() - months);
  if (then.getUTCDate() !== now.getUTCDate()) {
    then.setUTCDate(0);
  }
  return then.getTime();
}
