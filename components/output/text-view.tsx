"use client";

import { ArrowDownToLine } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { isErrorLine } from "@/lib/core/output/error-lines";
import { LineScan } from "@/lib/core/output/line-scan";
import type { OutputText } from "@/lib/core/output/output-text";
import { OutputLines } from "./output-lines";
import { ROW_PX } from "./row-frame";
import { SearchBar } from "./search-bar";
import { useFollow } from "./use-follow";
import { type Lines, useLines } from "./use-lines";
import { useScan } from "./use-scan";
import { useSearch } from "./use-search";

const SHOWN_ROWS = 16;
const SHOWN_PX = SHOWN_ROWS * ROW_PX + 16;

/** What scrolls must be reachable with the keyboard. */
const reachable = { tabIndex: 0 };

export type TextTools = {
  readonly search: () => void;
  readonly troubles: number;
  readonly nextTrouble: () => void;
};

type TextViewProps = {
  readonly text: OutputText;
  readonly version: number;
  readonly isRunning: boolean;
  readonly isWrapped: boolean;
  readonly isLarge: boolean;
  readonly linkedLine: number | null;
  readonly linkTo: ((line: number) => string) | null;
  readonly onLink: (line: number) => void;
  readonly toolbar: (tools: TextTools) => ReactNode;
};

/** Output as lines: any number of them, of any length. It follows the end until somebody scrolls up. */
export function TextView(props: TextViewProps) {
  const { text, version, isRunning, isLarge, linkedLine } = props;
  const box = useRef<HTMLDivElement>(null);
  const lines = useLines(box, { text, isWrapped: props.isWrapped });
  const { follow, leave, fresh } = useFollow(box, { count: lines.count, version }, isRunning);
  const reveal = (line: number, character?: number) => {
    leave();
    lines.reveal(line, character);
  };
  const topLine = lines.rows.at(Math.floor(lines.viewport.top / ROW_PX)).line;
  useSteadyTop(lines, topLine);
  const search = useSearch({ text, version }, topLine, reveal);
  const [isSearching, setIsSearching] = useState(false);
  const troubles = useTroubles(text, version, reveal);
  const linked = useLinkedLine(linkedLine, lines.count, reveal);
  // What was reserved while it ran stays: the end of a run moves nothing.
  const [isReserved] = useState(isRunning);
  const close = () => {
    setIsSearching(false);
    search.change("");
    box.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "/" && event.target === box.current) {
      event.preventDefault();
      event.stopPropagation();
      setIsSearching(true);
    }
  };
  const size = isLarge ? undefined : { maxHeight: SHOWN_PX, minHeight: isReserved ? SHOWN_PX : undefined };
  return (
    <>
      <div className={`relative min-h-0 ${isLarge ? "grid flex-1" : ""}`}>
        <div
          ref={box}
          role="log"
          aria-label="Output"
          aria-live="off"
          {...reachable}
          onKeyDown={press}
          style={size}
          className="overflow-auto py-2 font-mono text-sm leading-[18px] focus-visible:-outline-offset-2"
        >
          {isRunning && lines.count === 0 ? <p className="px-3 text-faint">No output yet</p> : null}
          <OutputLines
            text={text}
            lines={lines}
            placesOf={search.placesOf}
            current={search.current}
            linkedLine={linkedLine}
            linkTo={props.linkTo}
            onLink={(line) => {
              linked.current = line;
              props.onLink(line);
            }}
          />
        </div>
        {fresh > 0 ? (
          <button
            type="button"
            onClick={follow}
            className="absolute right-4 bottom-2 flex min-h-(--control) items-center gap-1.5 rounded-md border border-edge/60 bg-pane px-2.5 text-sm text-accent tabular-nums"
          >
            <ArrowDownToLine aria-hidden="true" className="size-3.5" />
            {fresh === 1 ? "1 new line" : `${fresh.toLocaleString("en")} new lines`}
          </button>
        ) : null}
      </div>
      <div className="relative">
        <div inert={isSearching}>
          {props.toolbar({ search: () => setIsSearching(true), troubles: troubles.count, nextTrouble: troubles.next })}
        </div>
        {isSearching ? (
          <SearchBar
            query={search.query}
            onQuery={search.change}
            words={search.words}
            onStep={search.step}
            onClose={close}
          />
        ) : null}
      </div>
    </>
  );
}

/** Keeps the line at the top where it is when lines are broken at another width. */
function useSteadyTop({ columns, toTop }: Lines, topLine: number): void {
  const last = useRef({ columns, line: topLine });
  useLayoutEffect(() => {
    const isBrokenAnew = last.current.columns !== columns;
    if (isBrokenAnew) {
      toTop(last.current.line);
    }
    last.current = { columns, line: isBrokenAnew ? last.current.line : topLine };
  });
}

/** The lines that tell of trouble, and going through them. */
function useTroubles(text: OutputText, version: number, reveal: (line: number) => void) {
  const [at, setAt] = useState(-1);
  const scan = useMemo(() => new LineScan(text, (line) => (isErrorLine(text.plain(line)) ? [line] : [])), [text]);
  const found = useScan(scan, version);
  const next = () => {
    const index = (at + 1) % found.length;
    const line = found[index];
    if (line !== undefined) {
      setAt(index);
      reveal(line);
    }
  };
  return { count: found.length, next };
}

/** Goes to the line of the address, once it is there. A line that was clicked is in sight already. */
function useLinkedLine(line: number | null, count: number, reveal: (line: number) => void) {
  const shown = useRef<number | null>(null);
  useEffect(() => {
    if (line !== null && line < count && shown.current !== line) {
      shown.current = line;
      reveal(line);
    }
  });
  return shown;
}
