"use client";

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import type { TimelineEvent } from "@/lib/core/incident/event";
import { TimelineEntry } from "./timeline-entry";

/** Neighbouring routine entries behind one line. */
export function RoutineEntries({ events }: { readonly events: readonly TimelineEvent[] }) {
  const [isOpen, setIsOpen] = useState(false);
  const [only] = events;
  if (events.length === 1 && only) {
    return <TimelineEntry event={only} correction={undefined} />;
  }
  return (
    <>
      <li className="px-4">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setIsOpen(!isOpen)}
          className="flex min-h-(--control) items-center gap-1.5 pl-[3.125rem] text-sm text-faint hover:text-ink"
        >
          <ChevronRight aria-hidden="true" className={`size-3.5 ${isOpen ? "rotate-90" : ""}`} />
          {events.length} routine entries
        </button>
      </li>
      {isOpen ? events.map((event) => <TimelineEntry key={event.seq} event={event} correction={undefined} />) : null}
    </>
  );
}
