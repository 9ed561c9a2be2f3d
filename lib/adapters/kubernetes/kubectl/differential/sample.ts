import { createHash } from "node:crypto";
import type { ReadCase, Suite } from "./case";

/** Of the verbs whose many cases look alike, so many of a hundred are compared in each run. */
const SHARE = 35;
const sampled: ReadonlySet<string> = new Set(["get", "describe"]);

type Sampled = { readonly suites: readonly Suite[]; readonly left: readonly string[] };

/** The cases of one run, and the lines of those that another seed takes. `seed` null takes all. */
export function sampleOf(suites: readonly Suite[], seed: string | null): Sampled {
  const isTaken = (read: string | ReadCase) => seed === null || luckOf(lineOf(read), seed) < SHARE;
  const isSampled = ({ verb }: Suite) => sampled.has(verb);
  return {
    suites: suites.map((suite) =>
      isSampled(suite) ? { ...suite, reads: (suite.reads ?? []).filter(isTaken) } : suite,
    ),
    left: suites.filter(isSampled).flatMap(({ reads = [] }) => reads.filter((read) => !isTaken(read)).map(lineOf)),
  };
}

function lineOf(read: string | ReadCase): string {
  return typeof read === "string" ? read : read.line;
}

function luckOf(line: string, seed: string): number {
  return createHash("sha256").update(`${seed} ${line}`).digest().readUInt32BE(0) % 100;
}
