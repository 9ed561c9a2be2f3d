import type { Runbook } from "@/lib/core/runbook/runbook";

/** One row of the library. */
export type RunbookRow = {
  readonly slug: string;
  readonly title: string;
  readonly system: string | null;
  readonly severity: string | null;
  readonly alerts: readonly string[];
  readonly stepCount: number;
  readonly operationCount: number;
  /** Operations by how they run. */
  readonly coverage: { readonly native: number; readonly toolbox: number; readonly byHand: number };
  readonly findings: { readonly errors: number; readonly warnings: number };
  readonly path: string;
  /** A file that could not be read or understood: one sentence. The row is still there. */
  readonly problem: string | null;
  /** Lower-case words to search in: title, alerts, commands. */
  readonly searchText: string;
};

export type RunbookPage = {
  readonly runbook: Runbook;
  readonly hash: string;
  readonly path: string;
  readonly risks: Readonly<Record<string, string>>;
};
