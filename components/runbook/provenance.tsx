import { PenLine } from "lucide-react";
import type { Sourced } from "@/lib/core/runbook/source";

type Origin = Pick<Sourced<unknown>, "from" | "because" | "lines">;

/** Where a value comes from, in words: "inferred: the heading says so", "line 12", "front matter: phases". */
export function Provenance({
  of,
  field,
}: {
  readonly of: Origin;
  /** The front matter's own. */
  readonly field: string;
}) {
  return of.from === "front-matter" ? (
    <Stated from={of.from} field={field} because={of.because} />
  ) : (
    <span className="text-sm text-faint">{provenanceText(of, field)}</span>
  );
}

/** The mark of what front matter states, with the field; nothing for what was read from the text. */
export function Stated({
  from,
  field,
  because,
}: {
  readonly from: "front-matter" | undefined;
  readonly field: string;
  readonly because?: string | undefined;
}) {
  return from === undefined ? null : (
    <span className="text-sm text-mute">
      <PenLine aria-hidden="true" className="mb-0.5 inline size-3" />{" "}
      {provenanceText({ from, ...(because !== undefined && { because }) }, field)}
    </span>
  );
}

export function provenanceText(of: Origin, field: string): string {
  switch (of.from) {
    case "written":
      return of.lines ? `line ${of.lines.start}` : "as written";
    case "front-matter":
      return `front matter: ${field}${of.because === undefined ? "" : `, ${of.because}`}`;
    case "inferred":
      return of.because ? `inferred: ${of.because}` : "inferred";
  }
}
