"use client";

import { memo, useMemo } from "react";
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from "recharts";
import type { MemoryPanel } from "@/lib/features/metrics/schema";
import { axisTicks, bytesText } from "./bytes";
import { MemoryTooltip } from "./memory-tooltip";

export type RunMarker = { readonly label: string; readonly atSeconds: number };

const colours = ["var(--chart1)", "var(--chart2)", "var(--chart3)", "var(--info)", "var(--change)", "var(--mute)"];
/** Room above the limit for its label. */
const ROOM_ABOVE = 1.14;
/** Markers closer than this share of the axis keep their sign and lose their words. */
const LABEL_SHARE = 0.16;
const small = { fontSize: 11, fill: "var(--faint)" };

/** Working set per pod against the limit and the runbook's thresholds, with what was run and what was killed. */
export const MemoryGraph = memo(function MemoryGraph({
  panel,
  runs,
}: {
  readonly panel: MemoryPanel;
  readonly runs: readonly RunMarker[];
}) {
  const rows = useMemo(() => panelRows(panel), [panel]);
  const top = useMemo(() => highest(panel), [panel]);
  const kills = spaced(
    panel.oomKills.map(({ atSeconds }) => ({ atSeconds, label: "OOM kill" })),
    panel,
  );
  const marks = spaced(runs, panel);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 600, height: 190 }}>
      <LineChart data={rows} margin={{ top: 14, right: 4, bottom: 0, left: 0 }} accessibilityLayer>
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="at"
          type="number"
          domain={[panel.fromSeconds, panel.toSeconds]}
          tickFormatter={clockOf}
          tick={small}
          stroke="var(--line)"
          minTickGap={48}
          height={20}
        />
        <YAxis
          width={56}
          ticks={[...axisTicks(top)]}
          domain={[0, top * ROOM_ABOVE]}
          tickFormatter={bytesText}
          tick={small}
          stroke="none"
        />
        <Tooltip content={<MemoryTooltip limitBytes={panel.limitBytes} />} isAnimationActive={false} />
        {panel.lines.map((line, index) => (
          <Line
            key={lineName(line)}
            dataKey={(row: PanelRow) => row.values[index] ?? null}
            name={lineName(line)}
            stroke={colours[index % colours.length] ?? "var(--chart1)"}
            strokeWidth={1.8}
            dot={false}
            activeDot={{ r: 3 }}
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {panel.thresholds.map((threshold) => (
          <ReferenceLine
            key={threshold.label}
            y={threshold.bytes}
            stroke="var(--warn)"
            strokeDasharray="4 4"
            label={{ value: threshold.label, position: "insideTopLeft", fontSize: 11, fill: "var(--warn)" }}
          />
        ))}
        {panel.limitBytes === null ? null : (
          <ReferenceLine
            y={panel.limitBytes}
            stroke="var(--bad)"
            strokeWidth={1.4}
            label={{
              value: `limit ${bytesText(panel.limitBytes)}`,
              position: "insideBottomLeft",
              fontSize: 11,
              fill: "var(--bad)",
            }}
          />
        )}
        {kills.map((kill) => (
          <ReferenceLine
            key={kill.atSeconds}
            x={kill.atSeconds}
            stroke="var(--bad)"
            strokeDasharray="1 3"
            label={{ value: `▲ ${kill.label}`, position: "insideBottomLeft", fontSize: 11, fill: "var(--bad)" }}
          />
        ))}
        {marks.map((run) => (
          <ReferenceLine
            key={run.atSeconds}
            x={run.atSeconds}
            stroke="var(--accent)"
            strokeDasharray="2 3"
            label={{ value: `◆ ${run.label}`, position: "insideTopLeft", fontSize: 11, fill: "var(--accent)" }}
          />
        ))}
      </LineChart>
    </ResponsiveContainer>
  );
});

type PanelRow = { readonly at: number; readonly values: readonly (number | null)[] };

/** All lines on one time axis: one row per moment any of them was measured. */
function panelRows({ lines }: MemoryPanel): readonly PanelRow[] {
  const byTime = new Map<number, (number | null)[]>();
  for (const [index, line] of lines.entries()) {
    for (const [at, bytes] of line.points) {
      const values = byTime.get(at) ?? lines.map(() => null);
      values[index] = bytes;
      byTime.set(at, values);
    }
  }
  return [...byTime].sort(([a], [b]) => a - b).map(([at, values]) => ({ at, values }));
}

function highest({ lines, limitBytes }: MemoryPanel): number {
  const measured = lines.flatMap((line) => line.points.map(([, bytes]) => bytes));
  return measured.reduce((top, bytes) => Math.max(top, bytes), limitBytes ?? 0);
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
