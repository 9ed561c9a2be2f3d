import { createHash } from "node:crypto";
import type { ReadCase, Suite } from "./case";

/** So many of a hundred cases are compared in each run of the tests. */
const SHARE = 22;

type Sampled = { readonly suites: readonly Suite[]; readonly left: readonly string[] };

/** The cases of one run, and the lines of those that another seed takes. `seed` null takes all. */
export function sampleOf(suites: readonly Suite[], seed: string | null): Sampled {
  const isTaken = (one: string | ReadCase) => seed === null || luckOf(lineOf(one), seed) < SHARE;
  return {
    suites: suites
      .map((suite) => ({
        ...suite,
        reads: (suite.reads ?? []).filter(isTaken),
        changes: (suite.changes ?? []).filter(isTaken),
      }))
      .filter(({ reads, changes }) => reads.length + changes.length > 0),
    left: suites.flatMap(({ reads = [], changes = [] }) =>
      [...reads, ...changes].filter((one) => !isTaken(one)).map(lineOf),
    ),
  };
}

function lineOf(one: string | ReadCase): string {
  return typeof one === "string" ? one : one.line;
}

function luckOf(line: string, seed: string): number {
  return createHash("sha256").update(`${seed} ${line}`).digest().readUInt32BE(0) % 100;
}
