import type { Facts } from "../facts/facts";
import type { Runbook } from "../runbook";

/** What every fact that is a list is when a parser that did not know it stored the runbook. */
const noFacts: Facts = {
  alerts: [],
  thresholds: [],
  escalation: [],
  resolutionChecklist: [],
  alertRules: [],
  followUps: [],
  notifications: [],
  impacts: [],
  links: [],
};

/**
 * A runbook as it was stored, for a reader that is newer than the parser which made it: an incident keeps its revision for
 * ever, and what that parser did not look for is simply not there. `parsed` is what a `Runbook` was written as.
 */
export function storedRunbook(parsed: unknown): Runbook {
  // Only `packRunbook` writes what is stored: it has the shape of some version of Runbook.
  const runbook = parsed as Runbook;
  return { ...runbook, facts: { ...noFacts, ...runbook.facts } };
}
