"use client";

import { useState } from "react";
import { ReasonDialog } from "@/components/incident/reason-dialog";
import { useRoom } from "@/components/incident/room-context";
import { ClockTime } from "@/components/ui/clock";
import { describeEvent } from "@/lib/core/incident/describe-event";
import type { TimelineEvent } from "@/lib/core/incident/event";
import { correctNoteAction } from "@/lib/features/incident/actions";
import { EventIcon } from "./event-icon";

type Correction = { readonly text: string; readonly by: string };

/** One entry: when, what, the detail, who. What was corrected stays, struck through. */
export function TimelineEntry({
  event,
  correction,
}: {
  readonly event: TimelineEvent;
  readonly correction: Correction | undefined;
}) {
  const { icon, title, detail } = describeEvent(event);
  const isSystem = event.actor.kind === "system";
  return (
    <li
      id={`event-${event.seq}`}
      className="group grid grid-cols-[2.75rem_1rem_minmax(0,1fr)] gap-x-1.5 px-4 py-1.5 target:bg-accent/12"
    >
      <a href={`#event-${event.seq}`} className="pt-px text-sm text-faint hover:text-ink">
        <ClockTime at={event.at} />
      </a>
      <span className="pt-[3px]">
        <EventIcon name={icon} />
      </span>
      <div className="min-w-0 [overflow-wrap:anywhere]">
        <span className={`whitespace-pre-line ${correction ? "text-faint line-through" : ""}`}>{title}</span>
        {correction ? (
          <span className="block whitespace-pre-line">
            {correction.text} <span className="text-faint">corrected by {correction.by}</span>
          </span>
        ) : null}{" "}
        <span className="text-mute">
          {detail}
          {detail && !isSystem ? " · " : ""}
          {isSystem ? "" : event.actor.name}
        </span>
        {event.kind === "note.added" ? (
          <CorrectNote seq={event.seq} text={correction?.text ?? event.payload?.text ?? ""} />
        ) : null}
      </div>
    </li>
  );
}

function CorrectNote({ seq, text }: { readonly seq: number; readonly text: string }) {
  const { dto, offBecause } = useRoom();
  const [isOpen, setIsOpen] = useState(false);
  if (offBecause !== null) {
    return null;
  }
  return (
    <>
      <button
        type="button"
        onClick={() => setIsOpen(true)}
        className="ml-2 text-sm text-accent opacity-0 group-hover:opacity-100 focus-visible:opacity-100 max-lg:opacity-100"
      >
        Correct
      </button>
      <ReasonDialog
        title="Correct this note"
        label="The first wording stays on the timeline, struck through"
        button="Correct"
        initial={text}
        isOpen={isOpen}
        onClose={() => setIsOpen(false)}
        onGive={(corrected) => correctNoteAction({ incidentId: dto.incident.id, corrects: seq, text: corrected })}
      />
    </>
  );
}
