"use client";

import { useMemo, useState } from "react";
import { useRoom } from "@/components/incident/room-context";
import { useLiveStatus } from "@/components/live/live-provider";
import type { LiveStatus } from "@/components/live/upstream";
import { ErrorState } from "@/components/ui/error-state";
import { foldTimeline } from "./fold-timeline";
import { NoteBox } from "./note-box";
import { RoutineEntries } from "./routine-entries";
import { TimelineEntry } from "./timeline-entry";

const words: Record<LiveStatus, string> = { connecting: "connecting", live: "live", lost: "reconnecting" };

/** Everything that happened, newest on top; routine entries are folded. New entries never push what is read. */
export function TimelinePane() {
  const { events, state, presence } = useRoom();
  const status = useLiveStatus();
  const [isAllShown, setIsAllShown] = useState(false);
  const groups = useMemo(() => foldTimeline(events, isAllShown), [events, isAllShown]);
  return (
    <div className="grid h-full grid-rows-[auto_minmax(0,1fr)_auto]">
      <div className="flex min-h-11 items-center gap-3 border-b border-line px-4">
        <h2 className="font-semibold">Timeline</h2>
        <label className="flex min-h-(--control) items-center gap-1.5 text-sm text-mute">
          <input type="checkbox" checked={isAllShown} onChange={(event) => setIsAllShown(event.target.checked)} />
          routine
        </label>
        <output aria-live="polite" className={`ml-auto text-sm ${status === "lost" ? "text-warn" : "text-faint"}`}>
          {presence.length > 0 ? `${presence.length} here · ` : ""}
          {words[status]}
        </output>
      </div>
      <div className="overflow-y-auto py-1">
        {status === "lost" ? (
          <div className="p-3">
            <ErrorState title="The live connection is gone">
              What you see may be old. It is tried again by itself; nothing is lost.
            </ErrorState>
          </div>
        ) : null}
        <ol>
          {groups.map((group) =>
            group.kind === "entry" ? (
              <TimelineEntry
                key={group.event.seq}
                event={group.event}
                correction={state.corrections[group.event.seq]}
              />
            ) : (
              <RoutineEntries key={group.events[0]?.seq} events={group.events} />
            ),
          )}
        </ol>
      </div>
      <NoteBox />
    </div>
  );
}
