import { findQuantities, findThreshold } from "./quantities";
import type { Decision, Expectation } from "./runbook";
import type { LineRange } from "./source";

const expected =
  /^(?:expected|expect|should|look for|success|healthy|normal|target|ok if|you should see)\b|\bshould (?:be|show|return|stabili[sz]e|drop|see)\b/i;
const decision = /^(?:\*\*)?(?:success|failure|if|when)\b(?:\*\*)?:?\s*(.*)$/i;

/** What a line says should be seen; null when it says nothing of the kind. */
export function expectationOf(text: string, lines: LineRange): Expectation | null {
  if (!expected.test(text.trim())) {
    return null;
  }
  const growth = /increas|grow|climb/i.test(text)
    ? findQuantities(text).find(
        (quantity) => quantity.unit === "bytes" || quantity.unit === "bytes-per-second" || quantity.unit === "ratio",
      )
    : undefined;
  if (growth) {
    return {
      text,
      lines,
      check: {
        kind: "comparison",
        growth,
        ...(growth.windowSeconds !== undefined && { windowSeconds: growth.windowSeconds }),
      },
    };
  }
  const quantity = findThreshold(text);
  return quantity ? { text, lines, check: { kind: "threshold", quantity } } : { text, lines };
}

/** "If memory grows: leak suspected", "Success: If … → Monitor": a condition and what it leads to. Null for anything else. */
export function decisionOf(text: string, lines: LineRange): Decision | null {
  const found = decision.exec(text.trim());
  const [condition, outcome] = (found?.[1] ?? "").split(/\s*(?:→|->|=>|: )\s*/, 2);
  return found && condition && outcome ? { text, condition, outcome, lines } : null;
}
