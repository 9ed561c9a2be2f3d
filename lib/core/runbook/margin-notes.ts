import type { Threshold } from "./facts";
import type { Decision, Expectation, Operation, Section, Step } from "./runbook";
import type { LineRange } from "./source";

/** What was understood of one place of the text, to stand beside it. */
export type MarginNotes = {
  readonly steps: readonly Step[];
  readonly operations: readonly Operation[];
  readonly expectations: readonly Expectation[];
  readonly decisions: readonly Decision[];
  readonly thresholds: readonly Threshold[];
};

const noNotes: MarginNotes = { steps: [], operations: [], expectations: [], decisions: [], thresholds: [] };

/**
 * The conclusions from a section's own text, by the first line of the place that each belongs to. `places` are in
 * document order; what stands before the first of them belongs to it. A place without conclusions is left out.
 */
export function marginNotes(
  section: Section,
  places: readonly LineRange[],
  thresholds: readonly Threshold[],
): ReadonlyMap<number, MarginNotes> {
  const starts = places.map(({ start }) => start);
  const found = new Map<number, MarginNotes>();
  const put = <Kind extends keyof MarginNotes>(kind: Kind, note: MarginNotes[Kind][number]) => {
    const place = placeOf(starts, note.lines.start);
    if (place !== undefined) {
      const notes = found.get(place) ?? noNotes;
      found.set(place, { ...notes, [kind]: [...notes[kind], note] });
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
  const last = places.at(-1)?.end ?? 0;
  for (const threshold of thresholds.filter(({ lines }) => isWithin(lines, starts[0] ?? 0, last))) {
    put("thresholds", threshold);
  }
  return new Map([...found].map(([place, notes]) => [place, withoutRepeats(notes)]));
}

function withNested(step: Step): readonly Step[] {
  return [step, ...step.steps.flatMap(withNested)];
}

/** The last place that begins at or before a line, else the first. */
function placeOf(starts: readonly number[], line: number): number | undefined {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = (starts[middle] ?? 0) <= line ? [middle + 1, high] : [low, middle];
  }
  return starts[Math.max(0, low - 1)];
}

function isWithin({ start }: LineRange, first: number, last: number): boolean {
  return start >= first && start <= last;
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
