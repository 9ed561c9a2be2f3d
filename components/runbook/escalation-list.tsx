import { SeverityTag } from "@/components/ui/severity-tag";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { EscalationLevel } from "@/lib/core/runbook/facts/facts";
import { positionKey } from "./inline-text";
import { provenanceText, Stated } from "./provenance";

/** Who is called when, or at which measured figure. */
export function EscalationList({ levels }: { readonly levels: readonly EscalationLevel[] }) {
  return (
    <ol className="grid gap-1.5">
      {levels.map((level, index) => (
        <li
          // Two levels can be alike in number, words and place: rows of a table, branches of a tree.
          key={positionKey(index)}
          className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3"
        >
          <span>
            {level.title}
            {level.isAutomatic ? <span className="text-sm text-faint"> a machine acts, people watch</span> : null}
          </span>
          <span className="flex items-baseline gap-2 text-sm whitespace-nowrap text-mute">
            {turnOf(level)}
            {level.severity ? (
              <span title={provenanceText(level.severity, "escalation")}>
                <SeverityTag severity={level.severity.value} />
              </span>
            ) : null}
          </span>
          <span className="col-span-2 text-sm text-mute">
            {[...new Set([...level.criteria, ...level.contacts])].join(" · ")}{" "}
            {level.from ? (
              <Stated from={level.from} field="escalation" />
            ) : (
              <span className="text-faint">line {level.lines.start}</span>
            )}
          </span>
        </li>
      ))}
    </ol>
  );
}

function turnOf({ afterSeconds, check }: EscalationLevel): string {
  const after = afterSeconds === undefined ? [] : [`after ${durationText(afterSeconds)}`];
  return [...after, ...(check ? [`at ${check.text}`] : [])].join(" or ");
}
