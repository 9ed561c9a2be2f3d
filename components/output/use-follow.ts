"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

const NEAR_END_PX = 24;

type Follow = {
  readonly isFollowing: boolean;
  /** Rows that came since the reader left the end. */
  readonly fresh: number;
  readonly follow: () => void;
  readonly leave: () => void;
};

type Growing = { readonly count: number; readonly version: number };

/**
 * Sticks to the end while output comes in, until the reader scrolls up; back at the end it sticks again. `version` is
 * another number whenever output came.
 */
export function useFollow(box: RefObject<HTMLElement | null>, output: Growing, isRunning: boolean): Follow {
  const { count, version } = output;
  const [leftAt, setLeftAt] = useState<number | null>(isRunning ? null : 0);
  const isFollowing = leftAt === null;
  const lastTop = useRef(0);
  const known = useRef(count);
  known.current = count;
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !isFollowing || version === 0) {
      return;
    }
    if (hasScrolledUp(element, lastTop.current)) {
      // Its event is still to come: on a busy page output may be quicker.
      setLeftAt(known.current);
      return;
    }
    element.scrollTo({ top: element.scrollHeight });
    lastTop.current = element.scrollTop;
  }, [box, isFollowing, version]);
  useEffect(() => {
    const element = box.current;
    if (!element || !isRunning) {
      return;
    }
    const scroll = () => {
      if (leftOf(element) < NEAR_END_PX) {
        setLeftAt(null);
      } else if (hasScrolledUp(element, lastTop.current)) {
        setLeftAt((at) => at ?? known.current);
      }
      lastTop.current = element.scrollTop;
    };
    element.addEventListener("scroll", scroll, { passive: true });
    return () => element.removeEventListener("scroll", scroll);
  }, [box, isRunning]);
  return {
    isFollowing,
    fresh: isRunning && leftAt !== null ? Math.max(0, count - leftAt) : 0,
    follow: useCallback(() => setLeftAt(null), []),
    leave: useCallback(() => setLeftAt((at) => at ?? known.current), []),
  };
}

/** Further up than it was, and not only because there is less to scroll. */
function hasScrolledUp(element: HTMLElement, lastTop: number): boolean {
  return element.scrollTop < lastTop && leftOf(element) >= NEAR_END_PX;
}

function leftOf({ scrollHeight, scrollTop, clientHeight }: HTMLElement): number {
  return scrollHeight - scrollTop - clientHeight;
}
