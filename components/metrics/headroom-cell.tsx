"use client";

import { useQuery } from "@tanstack/react-query";
import { memoryQuery } from "@/lib/features/metrics/queries";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import { bytesText } from "./bytes";
import { headroomColour } from "./headroom-bar";

const WIDTH = 96;
const HEIGHT = 24;

/** The headroom of one incident on the home page: its line against the limit, what is left, and for how long. */
export function HeadroomCell({ number }: { readonly number: number }) {
  const { data, error } = useQuery(memoryQuery(number, 30));
  const figures = data?.headroom ?? null;
  return (
    <div className="flex h-11 min-w-56 items-center gap-3">
      {data ? <Sparkline panel={data} /> : <span className="h-6 w-24" />}
      <span className="grid leading-tight">
        <span className={`font-semibold ${headroomColour(figures?.usedRatio ?? null)}`}>
          {figures
            ? figures.freeBytes === null
              ? "no limit"
              : bytesText(figures.freeBytes)
            : error
              ? "not readable"
              : "–"}
        </span>
        <span className="text-sm text-faint">{figures?.limitIn ?? (data ? "no figures" : "")}</span>
      </span>
    </div>
  );
}

/** The pod nearest to its limit, with the limit as the line above it. */
function Sparkline({ panel }: { readonly panel: MemoryPanel }) {
  const line = panel.lines.find((candidate) => candidate.pod === panel.headroom?.pod) ?? panel.lines[0];
  if (!line) {
    return <span className="h-6 w-24" />;
  }
  const top = Math.max(panel.limitBytes ?? 0, ...line.points.map(([, bytes]) => bytes), 1);
  const span = Math.max(panel.toSeconds - panel.fromSeconds, 1);
  const place = ([at, bytes]: readonly [number, number]) =>
    `${(((at - panel.fromSeconds) / span) * WIDTH).toFixed(1)} ${(HEIGHT - 1 - (bytes / top) * (HEIGHT - 3)).toFixed(1)}`;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" className="h-6 w-24 shrink-0" fill="none">
      {panel.limitBytes === null ? null : <path d={`M0 2H${WIDTH}`} className="stroke-bad" strokeWidth="1" />}
      <path
        d={`M${line.points.map(place).join("L")}`}
        stroke="var(--chart1)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
