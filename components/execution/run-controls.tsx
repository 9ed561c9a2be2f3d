"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { useLiveClient } from "@/components/live/live-provider";
import { Button } from "@/components/ui/button";
import type { RoomRun } from "@/lib/core/incident/room-state";
import type { Operation } from "@/lib/core/runbook/runbook";
import type { Risk } from "@/lib/core/shell/risk/risk";
import { cancelRunAction, startRunAction } from "@/lib/features/execution/actions";
import { ConfirmRunDialog } from "./confirm-run-dialog";
import { newRunId } from "./new-run-id";
import { commandText, openParameters } from "./render-command";
import { preloadViewer } from "./run-output-view";

type RunControlsProps = {
  readonly operation: Operation;
  readonly values: Readonly<Record<string, string>>;
  readonly risk: Risk;
  readonly lastRun: RoomRun | undefined;
  /** What stands beside the button. */
  readonly children?: ReactNode;
};

/** Run, cancel, run again. A read runs on Enter; a change wants the button itself; what destroys wants the target's name. */
export function RunControls({ operation, values, risk, lastRun, children }: RunControlsProps) {
  const { dto, offBecause } = useRoom();
  const { act, isPending } = useAct();
  const live = useLiveClient();
  const [isAsking, setIsAsking] = useState(false);
  // One id for one intention: pressing twice, or again after a lost answer, is still one run.
  const runId = useRef<string | null>(null);
  const incidentId = dto.incident.id;
  useEffect(preloadViewer, []);
  const open = openParameters(operation, values);
  const needs = open.length > 0 ? `Fill in ${open.join(", ")} first` : null;
  const start = async (confirmation: string | null) => {
    runId.current ??= newRunId();
    const input = { incidentId, runId: runId.current, operationId: operation.id, parameters: values };
    // Its output can be on its way before the answer is.
    const topic = `run:${input.runId}`;
    live?.expect(topic);
    const answer = await act(() => startRunAction(confirmation === null ? input : { ...input, confirmation }));
    if (answer) {
      runId.current = null;
    }
    if (answer?.data.runId !== input.runId) {
      live?.forget(topic);
    }
    return answer !== null;
  };
  if (lastRun?.status === "running") {
    return <CancelControls key={lastRun.runId} run={lastRun} />;
  }
  const isAgain = lastRun !== undefined;
  const off = offBecause ?? needs ?? (isPending ? "Starting" : null);
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 max-lg:sticky max-lg:bottom-0 max-lg:bg-pane">
      <Button
        data-room-run={risk}
        look={risk === "destructive" ? "danger" : isAgain ? "plain" : "primary"}
        hint={risk === "destructive" ? null : "⏎"}
        offBecause={off}
        className="max-lg:flex-1"
        onClick={() => (risk === "destructive" ? setIsAsking(true) : void start(null))}
      >
        {isAgain ? "Run again" : "Run"}
        {risk === "destructive" ? "…" : ""}
      </Button>
      {children}
      <span className="min-w-0 text-sm text-faint">{needs ?? advice[risk]}</span>
      <ConfirmRunDialog
        isOpen={isAsking}
        onClose={() => setIsAsking(false)}
        label={operation.label}
        command={commandText(operation, values)}
        target={dto.incident.workload}
        onConfirm={start}
      />
    </div>
  );
}

/** Asks for the end of a run. That it has ended is said when it has, not when somebody asked. */
function CancelControls({ run }: { readonly run: RoomRun }) {
  const { dto, offBecause } = useRoom();
  const { act } = useAct();
  const [isAsked, setIsAsked] = useState(false);
  const cancel = async () => {
    const answer = await act(() => cancelRunAction({ incidentId: dto.incident.id, runId: run.runId }));
    setIsAsked(answer !== null);
  };
  return (
    <div className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 max-lg:sticky max-lg:bottom-0 max-lg:bg-pane">
      <Button offBecause={offBecause} className="max-lg:flex-1" onClick={() => void cancel()}>
        {isAsked ? "Cancel again" : "Cancel"}
      </Button>
      <span role="status" className="text-mute">
        {isAsked ? "asked to stop; it is still running" : `started by ${run.startedBy}`}
      </span>
    </div>
  );
}

const advice: Record<Risk, string> = {
  read: "only reads",
  change: "changes the cluster",
  unknown: "could change something: nobody can tell from the text",
  destructive: "asks for the workload's name first",
};
