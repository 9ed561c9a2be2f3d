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

/** Sticks to the end while output comes in, until the reader scrolls up; back at the end it sticks again. */
export function useFollow(box: RefObject<HTMLElement | null>, count: number, isRunning: boolean): Follow {
  const [leftAt, setLeftAt] = useState<number | null>(isRunning ? null : 0);
  const isFollowing = leftAt === null;
  const lastTop = useRef(0);
  const known = useRef(count);
  known.current = count;
  useLayoutEffect(() => {
    if (isFollowing && count > 0) {
      box.current?.scrollTo({ top: box.current.scrollHeight });
    }
  }, [box, isFollowing, count]);
  useEffect(() => {
    const element = box.current;
    if (!element || !isRunning) {
      return;
    }
    const scroll = () => {
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      if (left < NEAR_END_PX) {
        setLeftAt(null);
      } else if (element.scrollTop < lastTop.current) {
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
