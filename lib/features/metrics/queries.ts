import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { MemoryPanel } from "./schema";

const REFRESH_MS = 10_000;

/** The memory panel of an incident's workload, read again while somebody looks. */
export function memoryQuery(number: number, minutes: number) {
  return queryOptions({
    queryKey: ["incident", number, "memory", minutes],
    queryFn: ({ signal }) => readJson<MemoryPanel>(`/api/incidents/${number}/memory?minutes=${minutes}`, signal),
    refetchInterval: REFRESH_MS,
    placeholderData: (previous) => previous,
  });
}
