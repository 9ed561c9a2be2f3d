"use client";

import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { useRoom } from "@/components/incident/room-context";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Select } from "@/components/ui/field";
import { Skeleton } from "@/components/ui/skeleton";
import { memoryQuery } from "@/lib/features/metrics/queries";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import type { Size } from "./graph-scale";
import { HeadroomBar } from "./headroom-bar";
import { MemoryGraph } from "./memory-graph";
import type { Marker } from "./place-markers";

const ranges = [15, 30, 60, 180, 720] as const;

/** Memory of the incident's workload: how much is left, how fast it goes, and the graph behind both. */
export function MemoryPanelView() {
  const { dto, state } = useRoom();
  const [minutes, setMinutes] = useState(30);
  const panel = useQuery(memoryQuery(dto.incident.number, minutes));
  const runs = useMemo(() => runMarkers(Object.values(state.runs)), [state.runs]);
  return (
    <div className="px-4 pt-2.5 pb-1.5 lg:px-[1.125rem]">
      <div className="flex min-h-11 flex-wrap items-end gap-x-6 gap-y-1">
        <HeadroomBar figures={panel.data?.headroom ?? null} />
        <div className="ml-auto flex items-center gap-1.5 text-sm text-faint">
          <Select
            aria-label="Time range"
            className="max-w-24"
            value={minutes}
            onChange={(event) => setMinutes(Number(event.target.value))}
          >
            {ranges.map((range) => (
              <option key={range} value={range}>
                {range < 60 ? `${range} min` : `${range / 60} h`}
              </option>
            ))}
          </Select>
          {panel.data?.query ? <CopyButton text={panel.data.query} label="PromQL" /> : null}
        </div>
      </div>
      <p className={`h-[1.125rem] truncate text-sm ${panel.data?.notice ? "text-warn" : "text-faint"}`} role="status">
        {panel.data?.notice ?? `working set · ${dto.incident.workload}`}
      </p>
      <GraphBox>{(size) => <GraphBody panel={panel.data} problem={panel.error} runs={runs} size={size} />}</GraphBox>
    </div>
  );
}

/** The graph's place in its final height. On a phone nothing of it is drawn before its tab is opened. */
function GraphBox({ children }: { readonly children: (size: Size) => ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<Size | null>(null);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      const { width = 0, height = 0 } = entry?.contentRect ?? {};
      setSize(width > 0 ? { width, height } : null);
    });
    if (box.current) {
      observer.observe(box.current);
    }
    return () => observer.disconnect();
  }, []);
  return (
    <div ref={box} className="h-[190px] max-lg:h-[min(60dvh,22rem)] [@media(max-height:46rem)]:lg:h-[140px]">
      {size ? children(size) : null}
    </div>
  );
}

function GraphBody({
  panel,
  problem,
  runs,
  size,
}: {
  readonly panel: MemoryPanel | undefined;
  readonly problem: Error | null;
  readonly runs: readonly Marker[];
  readonly size: Size;
}) {
  if (!panel) {
    return problem ? (
      <ErrorState title="The memory could not be read">
        {problem.message} The commands of the runbook still work.
      </ErrorState>
    ) : (
      <Skeleton label="Reading the memory" className="h-full" />
    );
  }
  if (panel.lines.length === 0) {
    return (
      <div className="grid h-full content-center">
        <EmptyState title="No memory figures for this workload">
          {panel.source === "none" ? "No Prometheus and no metrics API is set up." : "Nothing matches its pods yet."}
        </EmptyState>
      </div>
    );
  }
  return <MemoryGraph panel={panel} runs={runs} size={size} />;
}

type Run = { readonly label: string; readonly risk: string; readonly startedAt: string };

/** Runs that may have changed something: the ones a bend in the line is asked about. */
function runMarkers(runs: readonly Run[]): readonly Marker[] {
  return runs
    .filter((run) => run.risk !== "read")
    .map((run) => ({ label: run.label, atSeconds: Date.parse(run.startedAt) / 1_000 }));
}
