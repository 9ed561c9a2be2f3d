import "server-only";
import { NOTIFY_CHANNEL } from "@/lib/adapters/database/record-event";
import type { Scope } from "@/lib/adapters/database/transaction";
import { findRun } from "../data";

/**
 * Asks whoever executes a run to stop it. Changes nothing itself: the executor records `run.cancelled`, with this
 * actor, when it has stopped. Cancelling what has ended is nothing.
 */
export async function cancelRun(scope: Scope, runId: string): Promise<void> {
  const run = await findRun(scope.database, scope.actor, runId);
  if (run.status === "running") {
    const message = `cancel:${JSON.stringify({ runId, actor: scope.actor })}`;
    await scope.database.$executeRaw`SELECT pg_notify(${NOTIFY_CHANNEL}, ${message})`;
  }
}
