"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAct } from "@/components/action/use-act";
import { useRoom } from "@/components/incident/room-context";
import { Button } from "@/components/ui/button";
import { ClockTime } from "@/components/ui/clock";
import { Select } from "@/components/ui/field";
import { type Status, StatusIcon } from "@/components/ui/status-icon";
import type { RoomRecording } from "@/lib/core/incident/room-state";
import { durationText } from "@/lib/core/kernel/duration-text";
import { stopRecordingAction } from "@/lib/features/recording/actions";
import { sampleQuery } from "@/lib/features/recording/queries";
import { SampleComparison } from "./output-comparison";

/** The recordings of an operation, the newest first: how far each is, and what its samples printed. */
export function RecordingReports({ operationId }: { readonly operationId: string }) {
  const { state } = useRoom();
  const recordings = Object.values(state.recordings).filter((recording) => recording.operationId === operationId);
  return recordings
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .map((recording) => <RecordingReport key={recording.recordingId} recording={recording} />);
}

const words = { recording: "Recording", complete: "Complete", stopped: "Stopped" } as const;

function RecordingReport({ recording }: { readonly recording: RoomRecording }) {
  const { dto, offBecause } = useRoom();
  const { act } = useAct();
  const [chosen, setChosen] = useState<number | null>(null);
  const { recordingId, everySeconds, endsAt, samples, ended } = recording;
  const shown = chosen ?? samples.at(-1)?.number ?? null;
  return (
    <section aria-label="Recording" className="border-t border-line">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-sm tabular-nums">
        <StatusIcon status={statusOf(recording)} word={words[ended?.because ?? "recording"]} />
        <span className="text-mute">
          every {durationText(everySeconds)}, {samples.length} {samples.length === 1 ? "sample" : "samples"}
        </span>
        <span className="text-faint">
          {ended ? "ended" : "until"} <ClockTime at={ended?.at ?? endsAt} /> · {recording.startedBy}
        </span>
        <span className="ml-auto flex flex-wrap items-center gap-2">
          {shown === null ? null : (
            <>
              <span className="w-36">
                <Select aria-label="Sample" value={shown} onChange={(event) => setChosen(Number(event.target.value))}>
                  {samples.map(({ number, exitCode }) => (
                    <option key={number} value={number}>
                      sample {number}
                      {exitCode === 0 ? "" : `, exit ${exitCode}`}
                    </option>
                  ))}
                </Select>
              </span>
              <a className="underline underline-offset-2" href={`/api/recordings/${recordingId}/samples?as=text`}>
                Download all
              </a>
            </>
          )}
          {ended ? null : (
            <Button
              offBecause={offBecause}
              onClick={() => void act(() => stopRecordingAction({ incidentId: dto.incident.id, recordingId }))}
            >
              Stop recording
            </Button>
          )}
        </span>
      </div>
      {shown === null ? (
        <p className="px-3 pb-2 text-sm text-faint">The first sample is being taken.</p>
      ) : (
        <SampleView recordingId={recordingId} number={shown} />
      )}
      {shown !== null && shown > 1 ? <SampleComparison recordingId={recordingId} number={shown} /> : null}
    </section>
  );
}

function statusOf({ ended, samples }: RoomRecording): Status {
  if (!ended) {
    return "running";
  }
  return samples.some(({ exitCode }) => exitCode !== 0) ? "failed" : "done";
}

function SampleView({ recordingId, number }: { readonly recordingId: string; readonly number: number }) {
  const { data, error } = useQuery(sampleQuery(recordingId, number));
  return (
    <div className="border-t border-line">
      <p className="px-3 pt-1.5 text-sm text-faint">
        {data ? <ClockTime at={data.at} withSeconds /> : (error?.message ?? "Reading the sample")}
      </p>
      <pre className="h-40 overflow-auto px-3 py-1.5 font-mono text-sm">{data?.text}</pre>
    </div>
  );
}
