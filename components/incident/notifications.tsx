"use client";

import { CopyButton } from "@/components/ui/copy-button";
import type { ActionLine } from "@/lib/core/runbook/facts/facts";
import type { Section } from "@/lib/core/runbook/runbook";
import { useRoom } from "./room-context";

/** Whom the text here asks to tell, each with a message that is ready to paste. */
export function Notifications({ section }: { readonly section: Section }) {
  const { dto, state } = useRoom();
  const here = (dto.runbook?.facts.notifications ?? []).filter(({ lines }) => isWithin(lines, section.lines));
  if (here.length === 0) {
    return null;
  }
  const { number, title, namespace, workload, cluster } = dto.incident;
  const message = ({ text }: ActionLine) =>
    [
      `INC-${number} ${state.severity} ${title}: ${state.status}`,
      `${namespace}/${workload} on ${cluster}`,
      text,
      window.location.href.split("#")[0],
    ].join("\n");
  return (
    <section aria-label="Tell" className="grid gap-1 text-mute">
      <h3 className="font-medium text-ink">Tell</h3>
      <ul className="grid gap-1">
        {here.map((line) => (
          <li key={`${line.lines.start} ${line.text}`} className="flex items-center gap-2">
            <span className="min-w-0 flex-1">{line.text}</span>
            <CopyButton text={() => message(line)} label="Copy notification" />
          </li>
        ))}
      </ul>
    </section>
  );
}

function isWithin(line: ActionLine["lines"], range: Section["lines"]): boolean {
  return line.start >= range.start && line.start <= range.end;
}
