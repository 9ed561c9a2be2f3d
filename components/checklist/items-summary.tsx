"use client";

import { useQuery } from "@tanstack/react-query";
import { useRoom } from "@/components/incident/room-context";
import { StatusIcon } from "@/components/ui/status-icon";
import { itemChecksQuery } from "@/lib/features/checklist/queries";
import { checkWords, itemStatus } from "./item-words";

/** The resolution checklist at the end of the steps: what is signed, and what the live checks say. */
export function ItemsSummary() {
  const { dto, state } = useRoom();
  const lines = dto.runbook?.facts.resolutionChecklist ?? [];
  const checks = useQuery({ ...itemChecksQuery(dto.incident.number), enabled: lines.some((line) => line.check) });
  if (lines.length === 0) {
    return null;
  }
  const signed = lines.filter((line) => state.items[line.id]).length;
  return (
    <section aria-label="Resolution checklist">
      <div className="flex items-baseline gap-2 px-4 pt-4 pb-1">
        <h2 className="flex-1 font-semibold text-mute">Resolution checklist</h2>
        <span className="text-sm text-faint">
          {signed} of {lines.length} signed
        </span>
      </div>
      <ul>
        {lines.map((line) => {
          const mark = state.items[line.id];
          const check = checks.data?.find((known) => known.itemId === line.id);
          return (
            <li key={line.id} className="grid grid-cols-[1rem_minmax(0,1fr)] gap-2 px-4 py-1.5">
              <span className="pt-0.5">
                <StatusIcon status={itemStatus(mark)} isWordHidden />
              </span>
              <span className="min-w-0">
                <span className="line-clamp-2">{line.text}</span>
                <span className="block truncate text-xs text-faint">
                  {mark ? `signed by ${mark.by}` : line.check ? checkWords(check) : "a person signs"}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
