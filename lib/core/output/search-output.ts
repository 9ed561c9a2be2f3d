import type { Place } from "./mark-spans";

/** Finds where `query` stands in a line, whatever its case: as it is written, not as a pattern. */
export function placesFinder(query: string): (line: string) => readonly Place[] {
  if (query === "") {
    return () => [];
  }
  const pattern = new RegExp(query.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"), "giu");
  return (line) =>
    [...line.matchAll(pattern)].map(({ index, 0: found }) => ({ start: index, end: index + found.length }));
}
