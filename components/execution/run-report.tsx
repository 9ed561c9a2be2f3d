"use client";

import { useEffect, useRef, useState } from "react";
import { FileList } from "@/components/incident/incident-keeps";
import { useRoom } from "@/components/incident/room-context";
import { endingText, runStatus } from "@/components/incident/step-state";
import { ClockTime, ElapsedClock } from "@/components/ui/clock";
import { Select } from "@/components/ui/field";
import { StatusIcon } from "@/components/ui/status-icon";
import type { RoomRun } from "@/lib/core/incident/room-state";
import { durationText } from "@/lib/core/kernel/duration-text";
import { runLimits } from "@/lib/core/shell/limits";
import { AttemptComparison } from "./output-comparison";
import { RunOutputView } from "./run-output-view";

/** The last run of an operation, or an earlier attempt: how it ended and what it printed. */
export function RunReport({ runs }: { readonly runs: readonly RoomRun[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const report = useRef<HTMLElement>(null);
  const isRunning = runs.at(-1)?.status === "running";
  // What was just started is brought into view, and only then: nothing moves while it is read.
  useEffect(() => {
    if (isRunning) {
      report.current?.scrollIntoView({ block: "nearest" });
    }
  }, [isRunning]);
  const { link, state } = useRoom();
  const linked = link && runs.some(({ runId }) => runId === link.runId) ? link.runId : null;
  useEffect(() => {
    if (linked !== null) {
      setChosen(linked);
      report.current?.scrollIntoView({ block: "nearest" });
    }
  }, [linked]);
  const run = runs.find((candidate) => candidate.runId === chosen) ?? runs.at(-1);
  if (!run) {
    return null;
  }
  const files = state.files.filter(({ runId }) => runId === run.runId);
  const previous = runs[runs.indexOf(run) - 1];
  return (
    <section ref={report} aria-label="Last run" className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm">
        <StatusIcon status={runStatus(run)} />
        <span className="min-w-[14ch] text-mute">
          {run.ended ? (
            endingText(run)
          ) : (
            <>
              <ElapsedClock since={run.startedAt} /> of {durationText(runLimits.runTimeoutMs / 1000)}
            </>
          )}
        </span>
        <span className="text-faint">
          <ClockTime at={run.startedAt} withSeconds /> · {run.startedBy}
        </span>
        {runs.length > 1 ? (
          <span className="ml-auto">
            <Select aria-label="Attempt" value={run.runId} onChange={(event) => setChosen(event.target.value)}>
              {runs.map((attempt, index) => (
                <option key={attempt.runId} value={attempt.runId}>
                  attempt {index + 1} of {runs.length}
                </option>
              ))}
            </Select>
          </span>
        ) : null}
      </div>
      <RunOutputView key={run.runId} run={run} />
      {files.length > 0 ? (
        <div className="border-t border-line px-3 py-1">
          <FileList files={files} />
        </div>
      ) : null}
      {previous?.ended && run.ended ? (
        <AttemptComparison
          key={`${previous.runId} ${run.runId}`}
          before={previous.runId}
          after={run.runId}
          title={`Figures beside attempt ${runs.indexOf(previous) + 1}`}
        />
      ) : null}
    </section>
  );
}
