import type { Threshold } from "../facts/facts";
import type { Decision, Expectation, Operation, Section, Step } from "../runbook";
import type { LineRange } from "../source";

/** What was understood of one place of the text, to stand beside it. */
export type MarginNotes = {
  readonly steps: readonly Step[];
  readonly operations: readonly Operation[];
  readonly expectations: readonly Expectation[];
  readonly decisions: readonly Decision[];
  readonly thresholds: readonly Threshold[];
};

type GrowingNotes = { readonly [Kind in keyof MarginNotes]: MarginNotes[Kind][number][] };

function noNotes(): GrowingNotes {
  return { steps: [], operations: [], expectations: [], decisions: [], thresholds: [] };
}

/**
 * The conclusions from a section's own text, by the first line of the place that each belongs to. `places` are in
 * document order, as `thresholds` are; what stands before the first of them belongs to it. A place without conclusions is
 * left out.
 */
export function marginNotes(
  section: Section,
  places: readonly LineRange[],
  thresholds: readonly Threshold[],
): ReadonlyMap<number, MarginNotes> {
  const starts = places.map(({ start }) => start);
  const found = new Map<number, GrowingNotes>();
  const put = <Kind extends keyof MarginNotes>(kind: Kind, note: MarginNotes[Kind][number]) => {
    const place = placeOf(starts, note.lines.start);
    if (place !== undefined) {
      const notes = found.get(place) ?? noNotes();
      const ofKind: MarginNotes[Kind][number][] = notes[kind];
      ofKind.push(note);
      found.set(place, notes);
    }
  };
  for (const step of section.steps.flatMap(withNested)) {
    put("steps", step);
    step.operations.forEach((operation) => {
      put("operations", operation);
    });
    step.decisions.forEach((decision) => {
      put("decisions", decision);
    });
    for (const expectation of distinct([...step.expectations, ...step.operations.flatMap((one) => one.expectations)])) {
      put("expectations", expectation);
    }
  }
  for (const threshold of thresholdsIn(thresholds, starts[0] ?? 0, places.at(-1)?.end ?? 0)) {
    put("thresholds", threshold);
  }
  return new Map([...found].map(([place, notes]) => [place, withoutRepeats(notes)]));
}

function withNested(step: Step): readonly Step[] {
  return [step, ...step.steps.flatMap(withNested)];
}

/** The last place that begins at or before a line, else the first. */
function placeOf(starts: readonly number[], line: number): number | undefined {
  return starts[Math.max(0, countUntil(starts.length, (at) => (starts[at] ?? 0) <= line) - 1)];
}

function thresholdsIn(thresholds: readonly Threshold[], first: number, last: number): readonly Threshold[] {
  const startOf = (at: number) => thresholds[at]?.lines.start ?? 0;
  const from = countUntil(thresholds.length, (at) => startOf(at) < first);
  return thresholds.slice(
    from,
    countUntil(thresholds.length, (at) => startOf(at) <= last),
  );
}

/** How many of so many in order pass, when those that do come first: found by halving, since documents are long. */
function countUntil(count: number, passes: (at: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = passes(middle) ? [middle + 1, high] : [low, middle];
  }
  return low;
}

/** An operation's expectations are its step's too. */
function distinct(expectations: readonly Expectation[]): readonly Expectation[] {
  return [...new Map(expectations.map((one) => [`${one.lines.start} ${one.text}`, one])).values()];
}

/** A figure that an expectation compares with is told there. */
function withoutRepeats(notes: MarginNotes): MarginNotes {
  const told = new Set(
    notes.expectations.flatMap(({ check }) => (check?.kind === "threshold" ? check.quantity.text : [])),
  );
  return { ...notes, thresholds: notes.thresholds.filter(({ quantity }) => !told.has(quantity.text)) };
}
