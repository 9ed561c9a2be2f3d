"use client";

import dynamic from "next/dynamic";
import { useRoom } from "@/components/incident/room-context";
import { roomLink } from "@/components/incident/room-link";
import { useRunOutput } from "@/components/live/use-run-output";
import { Skeleton } from "@/components/ui/skeleton";
import type { RoomRun } from "@/lib/core/incident/room-state";

/** What the viewer takes while a run goes on: its lines, its tools, a hairline. */
const RUNNING_PX = 340;
const loadViewer = () => import("@/components/output/output-viewer").then((module) => module.OutputViewer);
const OutputViewer = dynamic(loadViewer, { ssr: false, loading: () => <Waiting px={RUNNING_PX} /> });

/** What a run prints, as it prints it. */
export function RunOutputView({ run }: { readonly run: RoomRun }) {
  const { link, openLink } = useRoom();
  const isRunning = run.status === "running";
  const { text, version, isLoading, isGrowing, problem } = useRunOutput(run.runId, isRunning);
  if (isLoading) {
    return <Waiting px={Math.min(RUNNING_PX, 66 + (run.ended?.outputBytes ?? 0) / 4)} />;
  }
  if (problem !== null && text.count === 0) {
    return <p className="px-3 pb-2.5 text-warn">The output cannot be shown: {problem}</p>;
  }
  if (!isRunning && text.count === 0) {
    return <p className="px-3 pb-2.5 text-faint">It printed nothing</p>;
  }
  const viewer = (
    <OutputViewer
      text={text}
      version={version}
      isRunning={isRunning}
      isGrowing={isGrowing}
      downloadPath={`/api/runs/${run.runId}/output?as=text`}
      linkedLine={link?.runId === run.runId && link.line !== null ? link.line - 1 : null}
      linkTo={(line) => roomLink({ runId: run.runId, line: line + 1 })}
      onLink={(line) => openLink({ runId: run.runId, line: line + 1 })}
    />
  );
  return problem === null ? (
    viewer
  ) : (
    <>
      {viewer}
      <p className="px-3 py-2 text-warn">This is not all of it: {problem}</p>
    </>
  );
}

/** Loads the viewer before it is needed: the first output of an incident should not wait for it. */
export function preloadViewer(): void {
  void loadViewer();
}

function Waiting({ px }: { readonly px: number }) {
  return (
    // On a phone the tools take a second line.
    <div className="max-md:pb-[3.625rem]">
      <div style={{ height: px }} className="border-t border-line p-3">
        <Skeleton label="Reading the output" className="h-full" />
      </div>
    </div>
  );
}
