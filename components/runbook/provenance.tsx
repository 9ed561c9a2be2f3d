import type { Sourced } from "@/lib/core/runbook/source";

/** Where a value comes from, in words: "inferred: the heading says so", "line 12", "front matter". */
export function Provenance({ of }: { readonly of: Sourced<unknown> }) {
  return <span className="text-sm text-faint">{provenanceText(of)}</span>;
}

export function provenanceText(of: Sourced<unknown>): string {
  switch (of.from) {
    case "written":
      return of.lines ? `line ${of.lines.start}` : "as written";
    case "front-matter":
      return "front matter";
    case "inferred":
      return of.because ? `inferred: ${of.because}` : "inferred";
  }
}
