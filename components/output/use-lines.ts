"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useState } from "react";
import { OutputRows } from "@/lib/core/output/output-rows";
import type { OutputText } from "@/lib/core/output/output-text";
import { isStretched, ROW_PX, rowsInSight, scrollTopOf, topOf } from "./row-frame";
import { useViewport, type Viewport } from "./use-viewport";

export type Lines = {
  readonly rows: OutputRows;
  readonly count: number;
  readonly columns: number;
  readonly viewport: Viewport;
  readonly sight: ReturnType<typeof rowsInSight>;
  readonly charPx: number;
  readonly gutter: number;
  /** Brings a line into the middle, and this character of it into view. */
  readonly reveal: (line: number, character?: number) => void;
  /** Brings a line to the top. */
  readonly toTop: (line: number) => void;
};

const PROBE_CHARACTERS = 100;
const GUTTER_CHARACTERS = 3;
const PADDING_PX = 12;

/** Lines laid out as rows for a scrolling box: which of them are in sight, and how to get to one. */
export function useLines(
  box: RefObject<HTMLDivElement | null>,
  { text, isWrapped }: { readonly text: OutputText; readonly isWrapped: boolean },
): Lines {
  const [isExact, setIsExact] = useState(false);
  const viewport = useViewport(box, isExact);
  const charPx = useCharacterWidth(box);
  const gutter = Math.max(GUTTER_CHARACTERS, String(text.count).length);
  const room = viewport.width - PADDING_PX - (gutter + 2) * charPx;
  const columns = isWrapped ? Math.max(20, Math.floor(room / charPx)) : 0;
  const rows = useMemo(() => new OutputRows(text, columns), [text, columns]);
  const { count } = rows;
  const stretched = isStretched(count);
  useEffect(() => setIsExact(stretched), [stretched]);
  const reveal = useCallback(
    (line: number, character = 0) => {
      const element = box.current;
      if (!element) {
        return;
      }
      const row = rows.rowOf(line) + (columns > 0 ? Math.floor(character / columns) : 0);
      const x = columns > 0 ? 0 : Math.max(0, (character + gutter + 2) * charPx - element.clientWidth / 2);
      element.scrollTo({ top: scrollTopOf(row, rows.count, element.clientHeight), left: x });
    },
    [box, rows, columns, charPx, gutter],
  );
  const toTop = useCallback(
    (line: number) => box.current?.scrollTo({ top: topOf(rows.rowOf(line), rows.count, box.current.clientHeight) }),
    [box, rows],
  );
  return { rows, count, columns, viewport, sight: rowsInSight(count, viewport), charPx, gutter, reveal, toTop };
}

/** The width of one character, measured: fonts arrive late, and people zoom. */
function useCharacterWidth(box: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(ROW_PX * 0.4);
  useLayoutEffect(() => {
    const probe = box.current?.querySelector<HTMLElement>("[data-probe]");
    if (!probe) {
      return;
    }
    const read = () => setWidth(Math.max(1, probe.getBoundingClientRect().width / PROBE_CHARACTERS));
    read();
    const sizes = new ResizeObserver(read);
    sizes.observe(probe);
    return () => sizes.disconnect();
  }, [box]);
  return width;
}
