import { queryOptions, experimental_streamedQuery as streamedQuery } from "@tanstack/react-query";
import { keptPieces, type OutputPiece } from "@/lib/core/output/kept-output";
import { readJson } from "@/lib/web/read-json";
import { readPackedLines } from "@/lib/web/read-packed-lines";
import type { ParameterChoices } from "./schema";

/** The kept output of a run that has ended: it never changes. Its data grows until all is there. */
export function runOutputQuery(runId: string) {
  return queryOptions({
    queryKey: ["run", runId, "output"],
    queryFn: streamedQuery({
      streamFn: ({ signal }) => keptOutput(runId, signal),
      reducer: (pieces: readonly OutputPiece[], more: readonly OutputPiece[]) => [...pieces, ...more],
      initialValue: [],
    }),
    structuralSharing: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

async function* keptOutput(runId: string, signal: AbortSignal): AsyncGenerator<readonly OutputPiece[]> {
  for await (const lines of readPackedLines(`/api/runs/${runId}/output`, signal)) {
    yield lines.flatMap(keptPieces);
  }
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
