import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { SampleText } from "./schema";

/** What one sample printed: it never changes. */
export function sampleQuery(recordingId: string, number: number) {
  return queryOptions({
    queryKey: ["recording", recordingId, number],
    queryFn: ({ signal }) => readJson<SampleText>(`/api/recordings/${recordingId}/samples?number=${number}`, signal),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
