import { describeEvent } from "@/lib/core/incident/describe-event";
import type { TimelineEvent } from "@/lib/core/incident/event";

export type TimelineGroup =
  | { readonly kind: "entry"; readonly event: TimelineEvent }
  | { readonly kind: "routine"; readonly events: readonly TimelineEvent[] };

/**
 * A timeline newest first, with neighbouring routine entries as one group unless all are to be shown. A correction is
 * shown at the entry it corrects, and a run's start goes once the run has ended: its end says both.
 */
export function foldTimeline(events: readonly TimelineEvent[], isAllShown: boolean): readonly TimelineGroup[] {
  if (isAllShown) {
    return events.toReversed().map((event) => ({ kind: "entry", event }));
  }
  const ended = new Set(events.flatMap((event) => endedRun(event) ?? []));
  const groups: TimelineGroup[] = [];
  let routine: TimelineEvent[] = [];
  const flush = () => {
    if (routine.length > 0) {
      groups.push({ kind: "routine", events: routine });
      routine = [];
    }
  };
  for (const event of events.toReversed()) {
    if (isSaidElsewhere(event, ended)) {
      continue;
    }
    if (describeEvent(event).isRoutine) {
      routine.push(event);
    } else {
      flush();
      groups.push({ kind: "entry", event });
    }
  }
  flush();
  return groups;
}

function isSaidElsewhere(event: TimelineEvent, ended: ReadonlySet<string>): boolean {
  if (event.kind === "note.corrected") {
    return event.payload !== null;
  }
  return event.kind === "run.started" && event.payload !== null && ended.has(event.payload.runId);
}

function endedRun(event: TimelineEvent): string | null {
  switch (event.kind) {
    case "run.succeeded":
    case "run.failed":
    case "run.cancelled":
    case "run.interrupted":
      return event.payload?.runId ?? null;
    default:
      return null;
  }
}
