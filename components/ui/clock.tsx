"use client";

import { ageText, clockText, countdownText } from "./duration";
import { useIsClient, useNow } from "./use-now";

/** Time since `since`, ticking, or the whole length once `until` is known. */
export function ElapsedClock({ since, until }: { readonly since: string; readonly until?: string | null | undefined }) {
  const now = useNow();
  const end = until ? Date.parse(until) : now;
  const text = end === null ? "--:--:--" : clockText((end - Date.parse(since)) / 1_000);
  return (
    <span role="timer" aria-live="off" className="inline-block min-w-[8ch]">
      {text}
    </span>
  );
}

/** What is left until `at`: amber in the last third of `windowSeconds`, red and counting up once it is over. */
export function Countdown({
  at,
  windowSeconds,
  isBare = false,
}: {
  readonly at: number;
  readonly windowSeconds: number;
  /** Only the figure, for a sentence that says the rest. */
  readonly isBare?: boolean;
}) {
  const now = useNow();
  if (now === null) {
    return <span className="inline-block min-w-[9ch]">--:--</span>;
  }
  const left = (at - now) / 1_000;
  const words = left >= 0 ? " left" : " over";
  const text = `${countdownText(Math.abs(left))}${isBare ? "" : words}`;
  const colour = left < 0 ? "text-bad" : left < windowSeconds / 3 ? "text-warn" : "";
  return (
    <span role="timer" aria-live="off" className={`inline-block ${isBare ? "" : "min-w-[9ch]"} ${colour}`}>
      {text}
    </span>
  );
}

/** "7 min": how long ago. The exact time is in the tooltip. */
export function Age({ at }: { readonly at: string }) {
  const now = useNow();
  return (
    <time dateTime={at} title={at} className="inline-block min-w-[6ch] whitespace-nowrap">
      {now === null ? "" : ageText((now - Date.parse(at)) / 1_000)}
    </time>
  );
}

/** The time of day in the reader's zone; in UTC until the browser has taken over. */
export function ClockTime({ at, withSeconds = false }: { readonly at: string; readonly withSeconds?: boolean }) {
  const isClient = useIsClient();
  const text = isClient ? localClock(at) : at.slice(11, 19);
  return (
    <time dateTime={at} title={at}>
      {withSeconds ? text : text.slice(0, 5)}
    </time>
  );
}

function localClock(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, "0")).join(":");
}
