import type { RollingUpdate } from "./objects.ts";

function share(value: number | string | undefined, replicas: number, round: (share: number) => number): number {
  const text = String(value ?? "25%");
  return text.endsWith("%") ? round((Number.parseFloat(text) / 100) * replicas) : Number(text);
}

/** How many pods a rollout may have above the wanted number, and how many it may miss. */
export function rolloutRoom(replicas: number, update: RollingUpdate | undefined): { surge: number; missing: number } {
  const surge = share(update?.maxSurge, replicas, Math.ceil);
  const missing = share(update?.maxUnavailable, replicas, Math.floor);
  return { surge, missing: surge === 0 && missing === 0 ? 1 : missing };
}
