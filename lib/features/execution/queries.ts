import { queryOptions } from "@tanstack/react-query";
import type { OutputPiece } from "@/lib/features/timeline/schema";
import { readJson } from "@/lib/web/read-json";
import type { ParameterChoices } from "./schema";

/** The kept output of a run that has ended: it never changes. */
export function runOutputQuery(runId: string) {
  return queryOptions({
    queryKey: ["run", runId, "output"],
    queryFn: ({ signal }) => readJson<readonly OutputPiece[]>(`/api/runs/${runId}/output`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** What the parameters of an operation can be filled with, from the cluster. */
export function choicesQuery(number: number, operationId: string) {
  return queryOptions({
    queryKey: ["incident", number, "choices", operationId],
    queryFn: ({ signal }) =>
      readJson<ParameterChoices>(
        `/api/incidents/${number}/operations/${encodeURIComponent(operationId)}/choices`,
        signal,
      ),
    staleTime: 15_000,
  });
}
