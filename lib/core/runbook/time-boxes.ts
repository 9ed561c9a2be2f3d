import type { TimeBox } from "./runbook";
import type { LineRange } from "./source";

const units: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  m: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
};
const unit = "(s|secs?|seconds?|m|mins?|minutes?|h|hours?)";
const range = new RegExp(`(\\d+)\\s*(?:-|–|to)\\s*(\\d+)\\s*${unit}\\b`, "i");
const first = new RegExp(`\\bfirst\\s+(\\d+)\\s*${unit}\\b`, "i");
const plain = new RegExp(`\\((?:~|<|max\\.?\\s*)?(\\d+)\\s*${unit}\\)`, "i");

/** "(2 min)", "First 5 Minutes", "15-60 minutes", "(0-5 minutes)" in a heading; null when it has none. */
export function timeBoxOf(title: string, lines: LineRange): TimeBox | null {
  const span = range.exec(title);
  if (span) {
    const factor = secondsOf(span[3]);
    return { text: span[0], fromSeconds: Number(span[1]) * factor, toSeconds: Number(span[2]) * factor, lines };
  }
  const single = first.exec(title) ?? plain.exec(title);
  return single
    ? {
        text: single[0].replace(/^\(|\)$/g, ""),
        fromSeconds: 0,
        toSeconds: Number(single[1]) * secondsOf(single[2]),
        lines,
      }
    : null;
}

/** "10m", "5-15 min", as front matter states it; null when it names no time. */
export function statedTimeBox(text: string, lines: LineRange): TimeBox | null {
  const box = timeBoxOf(`(${text})`, lines);
  return box && { ...box, text, from: "front-matter" };
}

function secondsOf(word: string | undefined): number {
  return units[(word ?? "").toLowerCase().replace(/s$/, "")] ?? units[(word ?? "").toLowerCase()] ?? 60;
}
