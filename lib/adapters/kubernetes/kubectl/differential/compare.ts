import type { Difference, Part, ReadCase } from "./case";
import { normalised } from "./normalise";
import type { Outcome, Program } from "./programs";
import { wordsOf } from "./words";

export type Pair = { readonly real: Program; readonly ours: Program };

/** `ours` has to equal `real`, and no explanation of a difference may be out of date. */
export type Comparison = {
  readonly real: Partial<Record<Part, unknown>>;
  readonly ours: Partial<Record<Part, unknown>>;
  readonly staleExplanations: readonly string[];
};

const MAX_TRIES = 8;
/** The figures of a busy node come and go: what is there before and after may have been away in between. */
const SEEN_TO_COUNT = 2;

/**
 * What both programs make of one case. A difference counts when the real one gives the same before and after, twice: then
 * nothing moved in between. When the cluster moved, all is looked at again; where it never stands still, as with the ages of
 * twenty events on a slow machine, the width of its columns is left out.
 */
export async function compareRead({ real, ours }: Pair, read: ReadCase, namespace: string): Promise<Comparison> {
  const call = { ...read, argv: wordsOf(read.line, { NS: namespace }) };
  const look = async (program: Program) =>
    normalisedOutcome(await program(call), { normalise: ["ages", ...(read.normalise ?? [])] });
  let before = await look(real);
  let seen = 0;
  for (let tries = 0; ; tries += 1) {
    const mine = await look(ours);
    const first = comparisonOf({ real: before, ours: mine }, read.differs);
    if (isSame(first.real, first.ours)) {
      return first;
    }
    const after = await look(real);
    const second = comparisonOf({ real: after, ours: mine }, read.differs);
    seen += isSame(first.real, second.real) ? 1 : 0;
    if (isSame(second.real, second.ours) || seen === SEEN_TO_COUNT) {
      return second;
    }
    if (tries === MAX_TRIES) {
      return { ...second, real: withoutWidths(second.real), ours: withoutWidths(second.ours) };
    }
    before = after;
  }
}

export function normalisedOutcome(
  { stdout, stderr, exitCode }: Outcome,
  { normalise }: Pick<ReadCase, "normalise">,
): Outcome {
  return { stdout: normalised(stdout, normalise), stderr: normalised(stderr, normalise), exitCode };
}

/** Both sides without the parts that are known to differ, and a sentence for each of those that does not. */
export function comparisonOf(
  { real, ours }: Pick<Comparison, "real" | "ours">,
  differs: Difference | undefined,
): Comparison {
  const known = differs?.parts ?? [];
  const without = (side: Comparison["real"]) =>
    Object.fromEntries(Object.entries(side).filter(([part]) => !known.some((name) => name === part)));
  return {
    real: without(real),
    ours: without(ours),
    staleExplanations: known
      .filter((part) => isSame(real[part], ours[part]))
      .map((part) => `${part} does not differ: ${differs?.why}`),
  };
}

function withoutWidths(side: Comparison["real"]): Comparison["real"] {
  const narrow = (value: unknown) =>
    typeof value === "string" ? value.replace(/~+/g, "~").replace(/ {2,}/g, "  ") : value;
  return Object.fromEntries(Object.entries(side).map(([part, value]) => [part, narrow(value)]));
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
