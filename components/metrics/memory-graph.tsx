"use client";

import { type KeyboardEvent, memo, type PointerEvent, useMemo, useState } from "react";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import { axisTicks, bytesText } from "./bytes";
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
import { MemoryTooltip } from "./memory-tooltip";

export type RunMarker = { readonly label: string; readonly atSeconds: number };

const colours = ["var(--chart1)", "var(--chart2)", "var(--chart3)", "var(--info)", "var(--change)", "var(--mute)"];
/** Markers closer than this share of the axis keep their sign and lose their words. */
const LABEL_SHARE = 0.16;

/** Working set per pod against the limit and the runbook's thresholds, with what was run and what was killed. */
export const MemoryGraph = memo(function MemoryGraph({
  panel,
  runs,
  size,
}: {
  readonly panel: MemoryPanel;
  readonly runs: readonly RunMarker[];
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
        <Levels panel={panel} scale={scale} />
        <Markers
          markers={spaced(kills, panel)}
          sign="▲"
          colour="var(--bad)"
          dash="1 3"
          y={scale.bottom - 4}
          scale={scale}
        />
        <Markers
          markers={spaced(runs, panel)}
          sign="◆"
          colour="var(--accent)"
          dash="2 3"
          y={scale.top + 10}
          scale={scale}
        />
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
          <text x={scale.right - 4} y={scale.y(bytes) + 12} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      {limitBytes === null ? null : (
        <g fill="var(--bad)">
          <Level y={scale.y(limitBytes)} scale={scale} colour="var(--bad)" />
          <text x={scale.left + 5} y={scale.y(limitBytes) - 5}>
            limit {bytesText(limitBytes)}
          </text>
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

function Markers(props: {
  readonly markers: readonly RunMarker[];
  readonly sign: string;
  readonly colour: string;
  readonly dash: string;
  /** Where the words stand. */
  readonly y: number;
  readonly scale: Scale;
}) {
  const { markers, sign, colour, dash, y, scale } = props;
  return (
    <g fontSize={11} fill={colour}>
      {markers.map(({ atSeconds, label }) => (
        <g key={`${atSeconds} ${label}`}>
          <line
            x1={scale.x(atSeconds)}
            x2={scale.x(atSeconds)}
            y1={scale.top}
            y2={scale.bottom}
            stroke={colour}
            strokeDasharray={dash}
          />
          <MarkerWords x={scale.x(atSeconds)} y={y} right={scale.right}>
            {`${sign} ${label}`}
          </MarkerWords>
        </g>
      ))}
    </g>
  );
}

const WORDS_PIXELS = 130;

/** Beside the marker, on the side where there is room. */
function MarkerWords(props: {
  readonly x: number;
  readonly y: number;
  readonly right: number;
  readonly children: string;
}) {
  const { x, y, right, children } = props;
  const isLeft = x > right - WORDS_PIXELS;
  return (
    <text x={isLeft ? x - 4 : x + 4} y={y} textAnchor={isLeft ? "end" : "start"}>
      {children}
    </text>
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

const LABEL_LENGTH = 22;

/** The markers inside the range, oldest first; where they crowd, the earlier one keeps only its sign. */
function spaced(markers: readonly RunMarker[], { fromSeconds, toSeconds }: MemoryPanel): readonly RunMarker[] {
  const inside = markers
    .filter(({ atSeconds }) => atSeconds >= fromSeconds && atSeconds <= toSeconds)
    .sort((a, b) => a.atSeconds - b.atSeconds);
  const wanted = (toSeconds - fromSeconds) * LABEL_SHARE;
  return inside.map(({ label, atSeconds }, index) => {
    const next = inside[index + 1]?.atSeconds ?? toSeconds;
    return { atSeconds, label: next - atSeconds < wanted ? "" : short(label) };
  });
}

function short(label: string): string {
  return label.length > LABEL_LENGTH ? `${label.slice(0, LABEL_LENGTH - 1)}…` : label;
}
