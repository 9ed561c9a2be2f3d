"use client";

import { useState } from "react";
import { useAct } from "@/components/action/use-act";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock";
import { statusWords } from "@/components/ui/status-icon";
import { reopenStepAction, settleStepAction } from "@/lib/features/checklist/actions";
import { ReasonDialog } from "./reason-dialog";
import { type RoomLine, useRoom } from "./room-context";

type Asked = "skipped" | "not-applicable" | null;

/** The foot of a step: tick it, skip it with a reason, say that it does not apply, or take that back. */
export function StepMarks({
  current,
  nextOperationId,
  onNext,
}: {
  readonly current: RoomLine;
  readonly nextOperationId: string | null;
  readonly onNext: (operationId: string | null) => void;
}) {
  const { dto, state, lines, select, advance, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const [asked, setAsked] = useState<Asked>(null);
  const { step } = current.line;
  const incidentId = dto.incident.id;
  const stepId = step.id;
  const mark = state.steps[stepId];
  const off = offBecause ?? (isPending ? "Being sent" : null);
  const at = lines.findIndex(({ line }) => line.step.id === stepId);
  const following = lines[at + 1];
  const tick = async () => {
    if (await act(() => settleStepAction({ incidentId, stepId, outcome: "done", reason: "" }))) {
      onNext(null);
      if (following) {
        advance(stepId, following.line.step.id);
      }
    }
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line bg-pane px-4 py-2 lg:px-[1.125rem]">
      {mark ? (
        <>
          <p className="min-w-0 flex-1 text-mute">
            {statusWords[mark.outcome]} by {mark.by}, <ClockTime at={mark.at} />
            {mark.reason ? `: ${mark.reason}` : ""}
          </p>
          <Button
            data-room-undo
            offBecause={off}
            onClick={() => void act(() => reopenStepAction({ incidentId, stepId }))}
          >
            Undo
          </Button>
        </>
      ) : (
        <>
          <Button
            data-room-tick
            look={current.view.status === "waiting" || nextOperationId === null ? "primary" : "plain"}
            hint="x"
            offBecause={off}
            onClick={() => void tick()}
          >
            Tick as done
          </Button>
          <Button offBecause={off} onClick={() => setAsked("skipped")}>
            Skip…
          </Button>
          <Button look="quiet" offBecause={off} onClick={() => setAsked("not-applicable")}>
            Not applicable…
          </Button>
        </>
      )}
      {following ? (
        <Button look="quiet" hint="j" className="ml-auto max-sm:hidden" onClick={() => select(following.line.step.id)}>
          Next step
        </Button>
      ) : null}
      <ReasonDialog
        title={asked === "skipped" ? "Skip this step" : "This step does not apply"}
        label={asked === "skipped" ? "Why is it skipped?" : "Why not? (optional)"}
        button={asked === "skipped" ? "Skip" : "Not applicable"}
        isOptional={asked === "not-applicable"}
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        onGive={(reason) => settleStepAction({ incidentId, stepId, outcome: asked ?? "skipped", reason })}
      />
    </div>
  );
}
