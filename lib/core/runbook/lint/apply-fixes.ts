import type { Diagnostic } from "@/lib/core/runbook/runbook";

/** The source with every safe fix made, and how many were. Line ends stay as they are. */
export function applyFixes(
  source: string,
  diagnostics: readonly Diagnostic[],
): { readonly source: string; readonly fixed: number } {
  const lines = source.split("\n");
  let fixed = 0;
  for (const { fix, lines: where } of diagnostics) {
    const at = fix
      ? lines.findIndex((line, index) => index >= where.start - 1 && index < where.end && line.includes(fix.before))
      : -1;
    if (fix && at !== -1) {
      lines[at] = (lines[at] ?? "").replace(fix.before, () => fix.after);
      fixed += 1;
    }
  }
  return { source: lines.join("\n"), fixed };
}
