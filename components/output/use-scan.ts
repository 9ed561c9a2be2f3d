"use client";

import { useEffect, useState } from "react";
import type { LineScan } from "@/lib/core/output/line-scan";

const SLICE_MS = 8;
const SLICE_LINES = 250;
const REDRAW_MS = 120;

/** Lets a scan keep up with the output in slices of a few milliseconds, so that typing and scrolling go on meanwhile. */
export function useScan<Find>(scan: LineScan<Find> | null, version: number) {
  const [, redraw] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let drawnAt = performance.now();
    const go = () => {
      const until = performance.now() + SLICE_MS;
      let isDone = scan === null;
      while (!isDone && performance.now() < until) {
        isDone = scan?.advance(version, SLICE_LINES) ?? true;
      }
      if (isDone || performance.now() - drawnAt > REDRAW_MS) {
        drawnAt = performance.now();
        redraw(drawnAt);
      }
      timer = isDone ? undefined : setTimeout(go, 0);
    };
    timer = setTimeout(go, 0);
    return () => clearTimeout(timer);
  }, [scan, version]);
  return scan === null ? [] : scan.found;
}
