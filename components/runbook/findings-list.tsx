import { CircleAlert, Info, TriangleAlert } from "lucide-react";
import type { Diagnostic, Severity } from "@/lib/core/runbook/runbook";
import { positionKey } from "./inline-text";

/** Whoever has more begins with the first. */
const MOST_FINDINGS = 100;
const icons = { error: CircleAlert, warning: TriangleAlert, info: Info };
const colours: Record<Severity, string> = { error: "text-bad", warning: "text-warn", info: "text-info" };

/** What the check of the file found, worst first, with line numbers; open when there is something to act on. */
export function FindingsList({
  diagnostics,
  repairs,
}: {
  readonly diagnostics: readonly Diagnostic[];
  readonly repairs: readonly string[];
}) {
  if (diagnostics.length === 0 && repairs.length === 0) {
    return null;
  }
  const order: readonly Severity[] = ["error", "warning", "info"];
  const sorted = [...diagnostics].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
  return (
    <details
      open={sorted.some((finding) => finding.severity === "error")}
      className="rounded-lg border border-line bg-pane print:hidden"
    >
      <summary className="min-h-(--control) content-center px-3 py-1.5 font-medium">
        {countText(diagnostics, repairs.length)}
      </summary>
      <ul className="grid gap-1.5 border-t border-line px-3 py-2.5">
        {sorted.slice(0, MOST_FINDINGS).map((finding, index) => (
          // The same can be found twice in a line.
          <FindingLine key={positionKey(index)} finding={finding} />
        ))}
        {sorted.length > MOST_FINDINGS ? (
          <li className="text-mute">
            {sorted.length - MOST_FINDINGS} more: <code>headroom lint</code> tells of all.
          </li>
        ) : null}
        {repairs.map((repair) => (
          <li key={repair} className="text-mute">
            Repaired before reading: {repair}
          </li>
        ))}
      </ul>
    </details>
  );
}

function FindingLine({ finding }: { readonly finding: Diagnostic }) {
  const Icon = icons[finding.severity];
  return (
    <li className="flex items-start gap-x-2 max-md:flex-wrap">
      <Icon aria-hidden="true" className={`mt-0.5 size-3.5 shrink-0 ${colours[finding.severity]}`} />
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <span className="sr-only">{finding.severity}: </span>
        {finding.message}
      </span>
      <span className="text-sm whitespace-nowrap text-faint max-md:basis-full max-md:pl-5.5">
        {finding.rule} · line {finding.lines.start}
      </span>
    </li>
  );
}

function countText(diagnostics: readonly Diagnostic[], repairs: number): string {
  const words = (["error", "warning", "info"] as const).flatMap((severity) => {
    const count = diagnostics.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count > 1 && severity !== "info" ? "s" : ""}`];
  });
  return [...words, ...(repairs > 0 ? [`${repairs} repaired`] : [])].join(", ");
}
