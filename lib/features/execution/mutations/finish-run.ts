import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { RunEnding } from "@/lib/core/incident/event";
import { runLimits } from "@/lib/core/shell/limits";
import { type FilesLeft, keepFiles } from "@/lib/features/artifact/mutations/keep-files";

export type RunOutcome = {
  readonly runId: string;
  readonly status: "succeeded" | "failed" | "cancelled" | "interrupted";
  readonly exitCode: number | null;
  readonly ended: RunEnding;
  readonly outputHash: string | null;
  readonly outputBytes: number;
  /** What the script set, to be kept for later runs; empty unless it succeeded. */
  readonly variables: Readonly<Record<string, string>>;
  readonly files: FilesLeft;
};

/**
 * Ends a run, once: whoever comes second changes nothing. Its output has become a content-addressed file by now, so
 * the pieces go. Gives true when this call ended it.
 */
export async function finishRun(scope: Scope, outcome: RunOutcome): Promise<boolean> {
  const { runId, status, exitCode, ended, outputHash, outputBytes } = outcome;
  return inTransaction(scope, async (tx) => {
    const settled = await tx.run.updateManyAndReturn({
      where: { id: runId, status: "running" },
      data: {
        status,
        exitCode,
        ended,
        outputHash,
        outputBytes,
        endedAt: scope.now,
        leaseOwner: null,
        leaseUntil: null,
      },
      select: { incidentId: true, stepId: true, operationId: true, label: true, startedAt: true },
    });
    const run = settled[0];
    if (!run) {
      return false;
    }
    const { incidentId, startedAt, ...facts } = run;
    const durationMs = scope.now.getTime() - (startedAt ?? scope.now).getTime();
    const payload = { ...facts, runId, exitCode, ended, durationMs, outputHash, outputBytes };
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: `run.${status}`, payload } });
    await keepVariables(tx, scope, { incidentId, runId, variables: outcome.variables });
    await keepFiles(
      { ...scope, database: tx },
      { incidentId, runId, maxBytes: runLimits.incidentBytes, left: outcome.files },
    );
    await tx.outputChunk.deleteMany({ where: { runId } });
    return true;
  });
}

async function keepVariables(
  tx: Database,
  scope: Scope,
  input: { incidentId: string; runId: string; variables: Readonly<Record<string, string>> },
): Promise<void> {
  const { incidentId, runId } = input;
  for (const [name, value] of Object.entries(input.variables)) {
    await tx.variable.upsert({
      where: { incidentId_name: { incidentId, name } },
      create: { incidentId, name, value },
      update: { value },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "variable.set", payload: { name, value, runId } },
    });
  }
}
