import type { Span } from "./ansi";

export type Place = { readonly start: number; readonly end: number };

/** The spans of a line with what a search found in it marked; `current` is the start of the match one has gone to. */
export function markSpans(spans: readonly Span[], places: readonly Place[], current: number | null): readonly Span[] {
  if (places.length === 0) {
    return spans;
  }
  const cuts = places.flatMap(({ start, end }) => [start, end]);
  const marked: Span[] = [];
  let at = 0;
  for (const span of spans) {
    const end = at + span.text.length;
    const inner = cuts.filter((cut) => cut > at && cut < end);
    let from = at;
    for (const to of [...inner, end]) {
      const place = places.find(({ start, end: last }) => start <= from && to <= last);
      const text = span.text.slice(from - at, to - at);
      marked.push(place ? { ...span, text, mark: place.start === current ? "current" : "found" } : { ...span, text });
      from = to;
    }
    at = end;
  }
  return marked;
}
