"use client";

import { useState } from "react";

const KEY = "headroom-wrap-output";
const NARROW = "(max-width: 63.99rem)";

/** Whether long lines are wrapped: as this browser had it last, and at first where the screen is narrow. */
export function useWrap(): readonly [boolean, () => void] {
  const [isWrapped, setIsWrapped] = useState(() => stored() ?? window.matchMedia(NARROW).matches);
  const toggle = () => {
    setIsWrapped(!isWrapped);
    localStorage.setItem(KEY, isWrapped ? "no" : "yes");
  };
  return [isWrapped, toggle];
}

function stored(): boolean | null {
  const value = localStorage.getItem(KEY);
  return value === null ? null : value === "yes";
}
