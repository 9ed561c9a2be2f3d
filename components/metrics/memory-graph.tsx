"use client";

import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from "react";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import { axisTicks, bytesText } from "./bytes";
import { GraphMarkers } from "./graph-markers";
import {
  highestBytes,
  linePath,
  momentsOf,
  nearestMoment,
  type Scale,
  type Size,
  scaleOf,
  timeTicks,
} from "./graph-scale";
import { GraphWords } from "./graph-words";
import { MemoryTooltip } from "./memory-tooltip";
import type { Marker } from "./place-markers";

const colours = ["var(--chart1)", "var(--chart2)", "var(--chart3)", "var(--info)", "var(--change)", "var(--mute)"];

/** Working set per pod against the limit and the runbook's thresholds, with what was run and what was killed. */
export const MemoryGraph = memo(function MemoryGraph({
  panel,
  runs,
  size,
}: {
  readonly panel: MemoryPanel;
  readonly runs: readonly Marker[];
  readonly size: Size;
}) {
  const scale = useMemo(() => scaleOf(panel, highestBytes(panel), size), [panel, size]);
  const { moment, reader } = useReadMoment(panel, scale);
  const kills = panel.oomKills.map(({ atSeconds }) => ({ atSeconds, label: "OOM kill" }));
  return (
    <div className="relative h-full">
      <svg
        {...reader}
        width={size.width}
        height={size.height}
        role="application"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read it, as the pointer does
        tabIndex={0}
        aria-label="Memory over time. The arrow keys read its values."
        className="block touch-pan-y focus-visible:-outline-offset-2"
      >
        <Axes panel={panel} scale={scale} />
        {panel.lines.map((line, index) => (
          <path
            key={lineName(line)}
            d={linePath(line.points, panel.stepSeconds, scale)}
            fill="none"
            stroke={colours[index % colours.length]}
            strokeWidth={1.8}
            strokeLinejoin="round"
          />
        ))}
        <GraphMarkers markers={kills} sign="▲" colour="var(--bad)" dash="1 3" y={scale.bottom - 4} scale={scale} />
        <GraphMarkers markers={runs} sign="◆" colour="var(--accent)" dash="2 3" y={scale.top + 10} scale={scale} />
        <Levels panel={panel} scale={scale} />
        {moment === null ? null : (
          <line x1={scale.x(moment)} x2={scale.x(moment)} y1={scale.top} y2={scale.bottom} stroke="var(--edge)" />
        )}
      </svg>
      {moment === null ? null : <ReadingAt moment={moment} panel={panel} scale={scale} />}
    </div>
  );
});

/** The moment that is read, by pointer or by arrow keys; null while none is. */
function useReadMoment(panel: MemoryPanel, scale: Scale) {
  const [moment, setMoment] = useState<number | null>(null);
  const moments = useMemo(() => momentsOf(panel), [panel]);
  const onPointerMove = (event: PointerEvent<SVGSVGElement>) => {
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setMoment(nearestMoment(moments, scale.seconds(x)));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      const at = moment === null ? moments.length : moments.indexOf(nearestMoment(moments, moment) ?? moment);
      setMoment(moments[Math.min(moments.length - 1, Math.max(0, at + step))] ?? null);
    }
  };
  const leave = () => setMoment(null);
  return { moment, reader: { onPointerMove, onPointerLeave: leave, onKeyDown, onBlur: leave } };
}

function Axes({ panel, scale }: { readonly panel: MemoryPanel; readonly scale: Scale }) {
  const times = timeTicks(panel, scale);
  return (
    <g fontSize={11} fill="var(--faint)">
      {axisTicks(highestBytes(panel)).map((bytes) => (
        <g key={bytes}>
          <line x1={scale.left} x2={scale.right} y1={scale.y(bytes)} y2={scale.y(bytes)} stroke="var(--line)" />
          <text x={scale.left - 8} y={scale.y(bytes) + 4} textAnchor="end">
            {bytesText(bytes)}
          </text>
        </g>
      ))}
      {times.map((seconds, index) => (
        <text
          key={seconds}
          x={scale.x(seconds)}
          y={scale.bottom + 15}
          textAnchor={index === times.length - 1 ? "end" : index === 0 ? "start" : "middle"}
        >
          {clockOf(seconds)}
        </text>
      ))}
    </g>
  );
}

/** The limit, and the runbook's thresholds under it. */
function Levels({ panel, scale }: { readonly panel: MemoryPanel; readonly scale: Scale }) {
  const { thresholds, limitBytes } = panel;
  return (
    <g fontSize={11}>
      {thresholds.map(({ label, bytes }) => (
        <g key={label} fill="var(--warn)">
          <Level y={scale.y(bytes)} scale={scale} colour="var(--warn)" dash="4 4" />
          <GraphWords x={scale.right - 4} y={scale.y(bytes) + 12} textAnchor="end">
            {label}
          </GraphWords>
        </g>
      ))}
      {limitBytes === null ? null : (
        <g fill="var(--bad)">
          <Level y={scale.y(limitBytes)} scale={scale} colour="var(--bad)" />
          <GraphWords x={scale.left + 5} y={scale.y(limitBytes) - 5}>
            limit {bytesText(limitBytes)}
          </GraphWords>
        </g>
      )}
    </g>
  );
}

function Level(props: { readonly y: number; readonly scale: Scale; readonly colour: string; readonly dash?: string }) {
  const { y, scale, colour, dash } = props;
  return (
    <line x1={scale.left} x2={scale.right} y1={y} y2={y} stroke={colour} strokeWidth={1.4} strokeDasharray={dash} />
  );
}

function ReadingAt({
  moment,
  panel,
  scale,
}: {
  readonly moment: number;
  readonly panel: MemoryPanel;
  readonly scale: Scale;
}) {
  const readings = panel.lines.flatMap((line) => {
    const point = line.points.find(([seconds]) => seconds === moment);
    return point ? [{ name: lineName(line), bytes: point[1] }] : [];
  });
  const isRight = scale.x(moment) > (scale.left + scale.right) / 2;
  return (
    <div
      role="status"
      className="pointer-events-none absolute top-3 z-10"
      style={isRight ? { right: `calc(100% - ${scale.x(moment) - 10}px)` } : { left: scale.x(moment) + 10 }}
    >
      <MemoryTooltip seconds={moment} readings={readings} limitBytes={panel.limitBytes} />
    </div>
  );
}

function lineName({ pod, container }: { readonly pod: string; readonly container: string }): string {
  return `${pod} · ${container}`;
}

function clockOf(seconds: number): string {
  const date = new Date(seconds * 1_000);
  return `${String(date.getHours()).padStart(2, "0")}:${String(date.getMinutes()).padStart(2, "0")}`;
}
