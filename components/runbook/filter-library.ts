import type { RunbookRow } from "@/lib/features/runbook/schema";

export type LibraryFilter = { readonly query: string; readonly system: string; readonly withFindings: boolean };

export const everything: LibraryFilter = { query: "", system: "", withFindings: false };

/** The rows that hold every word of the query, in their order; rows with a match in the title come first. */
export function filterLibrary(rows: readonly RunbookRow[], filter: LibraryFilter): readonly RunbookRow[] {
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = rows.filter(
    (row) =>
      words.every((word) => row.searchText.includes(word)) &&
      (filter.system === "" || row.system === filter.system) &&
      (!filter.withFindings || row.findings.errors + row.findings.warnings > 0 || row.problem !== null),
  );
  const isInTitle = (row: RunbookRow) => words.every((word) => row.title.toLowerCase().includes(word));
  return [...found.filter(isInTitle), ...found.filter((row) => !isInTitle(row))];
}

/** The systems there are, once each. */
export function systemsOf(rows: readonly RunbookRow[]): readonly string[] {
  return [...new Set(rows.flatMap((row) => row.system ?? []))].sort((a, b) => a.localeCompare(b));
}
