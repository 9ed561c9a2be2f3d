import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { RevisionNews, StepPart } from "./schema";

/** Whether the runbook changed since the incident was pinned to `hash`; ask again when the library changes. */
export function revisionNewsQuery(number: number, hash: string) {
  return queryOptions({
    queryKey: ["incident", number, "revision", hash],
    queryFn: ({ signal }) => readJson<RevisionNews | null>(`/api/incidents/${number}/revision`, signal),
  });
}

/** In which part of a long checklist a step stands. */
export function stepPartQuery(number: number, stepId: string) {
  return queryOptions({
    queryKey: ["incident", number, "part", stepId],
    queryFn: ({ signal }) =>
      readJson<StepPart>(`/api/incidents/${number}/part?${new URLSearchParams({ of: stepId }).toString()}`, signal),
  });
}
