"use client";

import { Timer } from "lucide-react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { Countdown } from "@/components/ui/clock";
import { useNow } from "@/components/ui/use-now";
import { watchSpans } from "@/lib/core/checklist/watch-spans";
import { durationText } from "@/lib/core/kernel/duration-text";
import type { Step } from "@/lib/core/runbook/runbook";
import { startTimerAction, stopTimerAction } from "@/lib/features/checklist/actions";
import { useRoom } from "./room-context";

/** "Monitor for 15 minutes" as a clock that everybody sees. */
export function StepTimer({ step }: { readonly step: Step }) {
  const { dto, state, offBecause } = useRoom();
  const { act } = useAct();
  const timer = state.timers[step.id];
  const what = { incidentId: dto.incident.id, stepId: step.id };
  if (timer) {
    return (
      <div className="flex flex-wrap items-center gap-3 rounded-md border border-line bg-pane px-3 py-2 tabular-nums">
        <Timer aria-hidden="true" className="size-4 text-mute" />
        <span className="text-mute">Watching for {durationText(timer.seconds)}</span>
        <Countdown at={Date.parse(timer.endsAt)} windowSeconds={timer.seconds} />
        <span className="text-faint">{timer.by}</span>
        <span className="ml-auto">
          <Button offBecause={offBecause} onClick={() => void act(() => stopTimerAction(what))}>
            Put away
          </Button>
        </span>
      </div>
    );
  }
  const spans = watchSpans(step);
  return spans.length === 0 ? null : (
    <div className="flex flex-wrap gap-2">
      {spans.map(({ seconds, text }) => (
        <Button
          key={seconds}
          title={text}
          offBecause={offBecause}
          onClick={() => void act(() => startTimerAction({ ...what, seconds }))}
        >
          <Timer aria-hidden="true" className="size-4" />
          Start a timer of {durationText(seconds)}
        </Button>
      ))}
    </div>
  );
}

/** The timer that is over first, for the head of the room: where it is needed, also when another step is open. */
export function NextTimer() {
  const { state, select } = useRoom();
  const now = useNow();
  const [first] = Object.entries(state.timers).sort(([, a], [, b]) => a.endsAt.localeCompare(b.endsAt));
  if (!first || now === null) {
    return null;
  }
  const [stepId, timer] = first;
  return (
    <button
      type="button"
      title={timer.text}
      onClick={() => select(stepId)}
      className="flex min-h-(--control) shrink-0 items-center gap-1.5 rounded-md px-1.5 font-semibold tabular-nums hover:bg-raise max-lg:order-2"
    >
      <Timer aria-hidden="true" className="size-4 text-mute" />
      <span className="sr-only">Timer of {timer.text}:</span>
      <Countdown at={Date.parse(timer.endsAt)} windowSeconds={timer.seconds} />
    </button>
  );
}
