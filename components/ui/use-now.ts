"use client";

import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(tick, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  now = Date.now();
  for (const listener of listeners) {
    listener();
  }
}

function current(): number {
  now ||= Date.now();
  return now;
}

/** The time in epoch milliseconds, moving once a second for the whole page; null while the server renders. */
export function useNow(): number | null {
  return useSyncExternalStore<number | null>(subscribe, current, () => null);
}

/** False while the server renders and the page is hydrated, then true. */
export function useIsClient(): boolean {
  return useSyncExternalStore(
    () => () => undefined,
    () => true,
    () => false,
  );
}
