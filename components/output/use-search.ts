"use client";

import { useEffect, useMemo, useState } from "react";
import { LineScan } from "@/lib/core/output/line-scan";
import type { OutputText } from "@/lib/core/output/output-text";
import { placesFinder } from "@/lib/core/output/search-output";
import { useScan } from "./use-scan";

type Match = { readonly line: number; readonly start: number };

/** A search in the output: what was found, which match one is at, and how to go on. */
export function useSearch(
  { text, version }: { readonly text: OutputText; readonly version: number },
  topLine: number,
  reveal: (line: number, character: number) => void,
) {
  const [query, setQuery] = useState("");
  const [at, setAt] = useState<number | null>(null);
  const placesOf = useMemo(() => placesFinder(query), [query]);
  const scan = useMemo(
    () =>
      query === ""
        ? null
        : new LineScan<Match>(text, (line) => placesOf(text.plain(line)).map(({ start }) => ({ line, start }))),
    [text, query, placesOf],
  );
  const found = useScan(scan, version);
  const go = (index: number) => {
    const match = found[index];
    if (match) {
      setAt(index);
      reveal(match.line, match.start);
    }
  };
  const nearest = found.findIndex(({ line }) => line >= topLine);
  const step = (by: 1 | -1) => go(at === null ? Math.max(0, nearest) : (at + by + found.length) % found.length);
  // What is typed leads to the nearest match, once it is known which one that is.
  const isKnown = nearest >= 0 || scan?.isCaughtUp === true;
  const isWaiting = at === null && found.length > 0 && isKnown;
  useEffect(() => {
    if (isWaiting) {
      go(Math.max(0, nearest));
    }
  });
  const change = (next: string) => {
    setQuery(next);
    setAt(null);
  };
  return { query, change, step, placesOf, words: wordsOf(scan, found.length, at), current: found[at ?? -1] ?? null };
}

function wordsOf(scan: LineScan<Match> | null, count: number, at: number | null): string {
  if (scan === null) {
    return "";
  }
  if (count === 0) {
    return "none";
  }
  return `${((at ?? 0) + 1).toLocaleString("en")} of ${count.toLocaleString("en")}${scan.isFull ? "+" : ""}`;
}
