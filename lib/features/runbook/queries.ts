import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { LibraryQuery, LibraryView, RunbookNow, RunbookPlace } from "./schema";

/** Everything of the library begins with this key: what changed is asked anew under it. */
export const libraryKey = ["library"] as const;

/** The library as one search sees it. */
export function librarySearchQuery(query: LibraryQuery) {
  return queryOptions({
    queryKey: [...libraryKey, "search", query],
    queryFn: ({ signal }) => readJson<LibraryView>(`/api/runbooks?${addressOf(query)}`, signal),
  });
}

/** Which text a runbook has now. */
export function runbookNowQuery(slug: string) {
  return queryOptions({
    queryKey: [...libraryKey, "now", slug],
    queryFn: ({ signal }) => readJson<RunbookNow>(`/api/runbooks/${encodeURIComponent(slug)}`, signal),
  });
}

/** In which part of a long runbook's page a place stands, by its name in a link. */
export function runbookPlaceQuery(slug: string, place: string) {
  return queryOptions({
    queryKey: [...libraryKey, "place", slug, place],
    queryFn: ({ signal }) =>
      readJson<RunbookPlace>(
        `/api/runbooks/${encodeURIComponent(slug)}/place?${new URLSearchParams({ of: place }).toString()}`,
        signal,
      ),
  });
}

/** A search as it stands in the address: only what limits it. */
export function addressOf({ show, ...words }: LibraryQuery): string {
  const address = new URLSearchParams(Object.entries(words).filter(([, value]) => value !== ""));
  if (show !== 100) {
    address.set("show", String(show));
  }
  return address.toString();
}
