import { queryOptions } from "@tanstack/react-query";
import { readJson } from "@/lib/web/read-json";
import type { UncoveredAlerts } from "./schema";

const KEPT_MS = 30_000;

/** The alerts without a runbook; asking costs every Prometheus a question, so an answer is good for a while. */
export function uncoveredAlertsQuery() {
  return queryOptions({
    queryKey: ["alerts", "uncovered"],
    queryFn: ({ signal }) => readJson<UncoveredAlerts>("/api/alerts/uncovered", signal),
    staleTime: KEPT_MS,
  });
}
