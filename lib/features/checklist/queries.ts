import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { ItemCheck } from "./schema";

const REFRESH_MS = 15_000;

/** What the machine says about the items of an incident's resolution checklist right now. */
export function itemChecksQuery(number: number) {
  return queryOptions({
    queryKey: ["incident", number, "checks"],
    queryFn: ({ signal }) => readJson<readonly ItemCheck[]>(`/api/incidents/${number}/checks`, signal),
    refetchInterval: REFRESH_MS,
  });
}
