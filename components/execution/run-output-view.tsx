"use client";

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDownToLine } from "lucide-react";
import { type UIEvent, useEffect, useMemo, useRef, useState } from "react";
import { useRunOutput } from "@/components/live/use-run-output";
import { CopyButton } from "@/components/ui/copy-button";
import { Skeleton } from "@/components/ui/skeleton";
import type { RoomRun } from "@/lib/core/incident/room-state";
import { lineText, type OutputLine, outputLines } from "./output-lines";

/** Longer output is drawn row by row as it scrolls by. */
const VIRTUAL_FROM = 200;
const ROW_PX = 18;
const NEAR_END_PX = 24;

/** What a run prints, as it prints it; it follows the end until somebody scrolls up. */
export function RunOutputView({ run }: { readonly run: RoomRun }) {
  const isRunning = run.status === "running";
  const { pieces, isLoading, problem } = useRunOutput(run.runId, isRunning);
  const lines = useMemo(() => outputLines(pieces), [pieces]);
  if (isLoading) {
    return <Skeleton label="Reading the output" className="m-3 h-24" />;
  }
  if (problem !== null && lines.length === 0) {
    return <p className="px-3 pb-2.5 text-warn">The output cannot be shown: {problem}</p>;
  }
  if (lines.length === 0) {
    return <p className="px-3 pb-2.5 text-faint">{isRunning ? "No output yet" : "It printed nothing"}</p>;
  }
  return <OutputBox lines={lines} isRunning={isRunning} />;
}

function OutputBox({ lines, isRunning }: { readonly lines: readonly OutputLine[]; readonly isRunning: boolean }) {
  const box = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(isRunning);
  const count = lines.length;
  useEffect(() => {
    if (isFollowing && count > 0) {
      box.current?.scrollTo({ top: box.current.scrollHeight });
    }
  }, [isFollowing, count]);
  const scroll = ({ currentTarget }: UIEvent<HTMLDivElement>) => {
    const left = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight;
    if (isRunning) {
      setIsFollowing(left < NEAR_END_PX);
    }
  };
  return (
    <div className="relative border-t border-line bg-bg">
      <div
        ref={box}
        role="log"
        aria-label="Output"
        aria-live={isRunning ? "polite" : "off"}
        tabIndex={-1}
        onScroll={scroll}
        className="max-h-80 overflow-auto px-3 py-2 font-mono text-sm leading-[18px]"
      >
        {count > VIRTUAL_FROM ? <VirtualLines lines={lines} box={box} /> : <AllLines lines={lines} />}
      </div>
      <div className="flex items-center gap-3 border-t border-line px-3 py-1 text-sm text-faint">
        <span>{count === 1 ? "1 line" : `${count} lines`}</span>
        {isRunning && !isFollowing ? (
          <button
            type="button"
            onClick={() => setIsFollowing(true)}
            className="flex min-h-(--control) items-center gap-1.5 text-accent"
          >
            <ArrowDownToLine aria-hidden="true" className="size-3.5" />
            Follow
          </button>
        ) : null}
        <span className="ml-auto">
          <CopyButton text={lines.map(lineText).join("\n")} label="Copy output" />
        </span>
      </div>
    </div>
  );
}

function AllLines({ lines }: { readonly lines: readonly OutputLine[] }) {
  return lines.map((line, index) => <LineText key={lineKey(index)} line={line} />);
}

function VirtualLines({
  lines,
  box,
}: {
  readonly lines: readonly OutputLine[];
  readonly box: { readonly current: HTMLDivElement | null };
}) {
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW_PX,
    overscan: 20,
  });
  return (
    <div className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
      {rows.getVirtualItems().map((row) => {
        const line = lines[row.index];
        return line ? (
          <div key={row.key} className="absolute top-0 left-0" style={{ transform: `translateY(${row.start}px)` }}>
            <LineText line={line} isWhole />
          </div>
        ) : null;
      })}
    </div>
  );
}

function LineText({ line, isWhole = false }: { readonly line: OutputLine; readonly isWhole?: boolean }) {
  const wrap = isWhole ? "whitespace-pre" : "whitespace-pre-wrap [overflow-wrap:anywhere]";
  return (
    <div className={`min-h-[18px] ${wrap} ${line.isError ? "text-bad" : ""}`}>
      {line.spans.map((span, index) => (
        <span key={lineKey(index)} className={`${span.colour} ${span.isBold ? "font-semibold" : ""}`}>
          {span.text}
        </span>
      ))}
    </div>
  );
}

/** Output only grows at its end, so a position names a line for good. */
function lineKey(index: number): string {
  return `line-${index}`;
}
