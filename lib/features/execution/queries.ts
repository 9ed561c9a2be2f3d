import { queryOptions, experimental_streamedQuery as streamedQuery } from "@tanstack/react-query";
import { KeptPieces, type OutputPiece } from "@/lib/core/output/kept-output";
import { readJson } from "@/lib/web/read-json";
import { readPackedText } from "@/lib/web/read-packed-text";
import type { ParameterChoices } from "./schema";

/** What has come of a run's kept output. Left off on the way, by the reader or the network, it is not whole. */
export type KeptOutput = { readonly pieces: readonly OutputPiece[]; readonly isWhole: boolean };

/** The kept output of a run that has ended: once it is whole it never changes. Its data grows until then. */
export function runOutputQuery(runId: string) {
  return queryOptions({
    queryKey: ["run", runId, "output"],
    queryFn: streamedQuery<KeptOutput, KeptOutput>({
      streamFn: ({ signal }) => keptOutput(runId, signal),
      reducer: (kept, more) => ({
        pieces: [...kept.pieces, ...more.pieces],
        isWhole: more.isWhole,
      }),
      initialValue: { pieces: [], isWhole: false },
    }),
    structuralSharing: false,
    staleTime: ({ state }) => (state.data?.isWhole ? Number.POSITIVE_INFINITY : 0),
    // A pause without a network would look like an end.
    networkMode: "always",
  });
}

async function* keptOutput(runId: string, signal: AbortSignal): AsyncGenerator<KeptOutput> {
  const kept = new KeptPieces();
  for await (const texts of readPackedText(`/api/runs/${runId}/output`, signal)) {
    yield { pieces: texts.flatMap((text) => kept.take(text)), isWhole: false };
  }
  kept.end();
  yield { pieces: [], isWhole: true };
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
