"use client";

import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { ROW_PX } from "./row-frame";

export type Viewport = {
  readonly top: number;
  readonly left: number;
  readonly width: number;
  readonly height: number;
};

const STEP_ROWS = 6;
const STEP_PX = 200;

/** What of a scrolling box is seen. It changes every few rows, not with every pixel, unless `isExact`. */
export function useViewport(box: RefObject<HTMLElement | null>, isExact: boolean): Viewport {
  const [viewport, setViewport] = useState<Viewport>({ top: 0, left: 0, width: 0, height: 0 });
  const read = useCallback(() => {
    const element = box.current;
    if (!element) {
      return;
    }
    const step = isExact ? 1 : STEP_ROWS * ROW_PX;
    const next = {
      top: Math.floor(element.scrollTop / step) * step,
      left: Math.floor(element.scrollLeft / STEP_PX) * STEP_PX,
      width: element.clientWidth,
      height: element.clientHeight,
    };
    setViewport((now) => (isSame(now, next) ? now : next));
  }, [box, isExact]);
  // Before the first paint, so that nothing is drawn at the wrong place.
  useLayoutEffect(() => {
    read();
    const element = box.current;
    if (!element) {
      return;
    }
    const sizes = new ResizeObserver(read);
    sizes.observe(element);
    element.addEventListener("scroll", read, { passive: true });
    return () => {
      sizes.disconnect();
      element.removeEventListener("scroll", read);
    };
  }, [box, read]);
  return viewport;
}

function isSame(a: Viewport, b: Viewport): boolean {
  return a.top === b.top && a.left === b.left && a.width === b.width && a.height === b.height;
}
