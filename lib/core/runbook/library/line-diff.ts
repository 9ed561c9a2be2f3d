import { type StructuredPatchHunk, structuredPatch } from "diff";

/** A run of lines that belong together in a difference, with the line of the new text where it begins. */
export type DiffHunk = { readonly newStart: number; readonly lines: readonly DiffLine[] };

export type DiffLine = {
  readonly kind: "same" | "added" | "removed";
  /** Of a removed line in the old text, of any other in the new one; from 1. */
  readonly number: number;
  readonly text: string;
};

const CONTEXT_LINES = 3;
/** Beyond so many changed lines or so much time the comparison stops: two such texts have nothing to do with each other. */
const LIMITS = { maxEditLength: 5_000, timeout: 5_000 };

/**
 * What changed between two revisions of a runbook, with three lines around each change; null when they differ wholly. It grows
 * with the square of what changed, so others have their turn after each step.
 */
export function lineDiff(before: string, after: string): Promise<readonly DiffHunk[] | null> {
  return new Promise((resolve) => {
    structuredPatch("", "", before, after, "", "", {
      ...LIMITS,
      context: CONTEXT_LINES,
      callback: (patch) => resolve(patch ? patch.hunks.map(hunkOf) : null),
    });
  });
}

function hunkOf({ oldStart, newStart, lines }: StructuredPatchHunk): DiffHunk {
  let [old, now] = [oldStart, newStart];
  const numbered = lines.flatMap((line): readonly DiffLine[] => {
    const kind = kinds[line[0] ?? ""];
    if (!kind) {
      return [];
    }
    const number = kind === "removed" ? old : now;
    old += kind === "added" ? 0 : 1;
    now += kind === "removed" ? 0 : 1;
    return [{ kind, number, text: line.slice(1) }];
  });
  return { newStart, lines: numbered };
}

const kinds: Readonly<Record<string, DiffLine["kind"]>> = { " ": "same", "+": "added", "-": "removed" };
