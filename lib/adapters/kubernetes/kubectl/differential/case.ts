import type { NormaliserName } from "./normalise";

/** What two programs are compared in. `object`: what the cluster holds after a change. */
export type Part = "stdout" | "stderr" | "exitCode" | "object";

/** Parts that are known to differ, and why. The suite fails when they no longer do. */
export type Difference = { readonly why: string; readonly parts: readonly Part[] };

type Shared = {
  /** The words after `kubectl`, quoted as in a shell. `$NS` is the case's namespace. */
  readonly line: string;
  readonly stdin?: string;
  readonly normalise?: readonly NormaliserName[];
  readonly differs?: Difference;
};

/** Reads only: both programs look at the same objects, those of `world.ts` in `$NS`, or those of the cluster. */
export type ReadCase = Shared & {
  /** A command without an end (`-w`, `logs -f`): stopped after so many lines of output, which are compared. */
  readonly lines?: number;
};

/** Changes something: each program gets objects of its own, `$NAME` in `$NS`, made from the same fixture. */
export type ChangeCase = Shared & {
  /** A name of `fixtures.ts`. */
  readonly fixture: string;
  /** Lines that are run for both beforehand. */
  readonly before?: readonly string[];
  /** What to compare afterwards, `deploy/$NAME`; nothing when left out. "gone" may be what both find. */
  readonly result?: string;
};

/** Cases of one verb. Several files may share a verb. A case that is only a line may be written as that line. */
export type Suite = {
  readonly verb: string;
  readonly reads?: readonly (string | ReadCase)[];
  readonly changes?: readonly ChangeCase[];
  /** Its changes are seen by cases of other verbs, or it sees theirs: it runs when they are through. */
  readonly standsAlone?: boolean;
  /** It only reads what moves all the time: both programs look at the cluster as it once was. */
  readonly standsStill?: boolean;
};
