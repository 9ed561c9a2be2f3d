import "server-only";

/** How one exchange with Prometheus went wrong. */
export type Failure =
  | { readonly kind: "unreachable" | "timeout" | "cancelled" | "bad-reply" }
  /** `fromPrometheus`: the reply is Prometheus's own, not that of a proxy before it. */
  | { readonly kind: "status"; readonly status: number; readonly fromPrometheus: boolean };

const MAX_ATTEMPTS = 2;

/**
 * Once more, at once, for what a second connection can cure: a connection that was refused or cut, and a proxy that had
 * no upstream for a moment. Never for 4xx, a timeout, or an error that Prometheus itself has told.
 */
export function shouldRetry(failure: Failure, attempt: number): boolean {
  if (attempt >= MAX_ATTEMPTS) {
    return false;
  }
  return failure.kind === "status"
    ? !failure.fromPrometheus && [502, 503, 504].includes(failure.status)
    : failure.kind === "unreachable";
}
