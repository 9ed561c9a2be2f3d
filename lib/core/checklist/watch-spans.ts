import type { Step } from "@/lib/core/runbook/runbook";

/** A time that the text asks to look on for: "Monitor for 15 minutes". */
export type WatchSpan = { readonly seconds: number; readonly text: string };

const secondsPer: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const longest = 24 * 3600;

const watching =
  /\b(?:monitor|watch|wait|observe|stable|stabili[sz]es?|keep an eye|let it run|check again|re-?check|for growth)\b/i;
const span = /\b(\d{1,3})(?:\s*(?:-|–|to)\s*(\d{1,3}))?[\s-]*(seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h)\b/i;

/** The times that a step's own text asks to look on for, each once, shortest first; of a range, its longer end. */
export function watchSpans({ title, expectations, decisions, operations }: Step): readonly WatchSpan[] {
  const texts = [
    title,
    ...expectations.map(({ text }) => text),
    ...decisions.map(({ text }) => text),
    ...operations.flatMap(({ label, expectations: own }) => [label, ...own.map(({ text }) => text)]),
  ];
  const found = new Map<number, WatchSpan>();
  for (const text of texts) {
    const seconds = secondsOf(text);
    if (seconds !== null && !found.has(seconds)) {
      found.set(seconds, { seconds, text });
    }
  }
  return [...found.values()].sort((a, b) => a.seconds - b.seconds);
}

/** The time behind the verb ("watch for 10 minutes"), else the one before it ("run for 10 minutes, watch for growth"). */
function secondsOf(text: string): number | null {
  const verb = watching.exec(text);
  if (!verb) {
    return null;
  }
  const [, from, to, unit] = span.exec(text.slice(verb.index)) ?? span.exec(/\bfor \d.*/i.exec(text)?.[0] ?? "") ?? [];
  const seconds = Number(to ?? from) * (secondsPer[unit?.[0]?.toLowerCase() ?? ""] ?? Number.NaN);
  return seconds > 0 && seconds <= longest ? seconds : null;
}
