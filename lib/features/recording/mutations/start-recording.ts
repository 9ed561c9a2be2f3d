import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { isOpen } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import type { PlannedRun } from "@/lib/features/execution/mutations/start-run";
import { lockIncident } from "@/lib/features/incident/data";
import { recordingLimits } from "../schema";

export type PlannedRecording = {
  readonly plan: PlannedRun;
  readonly counter: string | null;
  readonly everySeconds: number;
  readonly forSeconds: number;
};

/**
 * Begins a recording; its first sample is due at once. The plan's run id is the recording's: starting it again, or
 * while one of the same operation is going on, gives the one there is.
 */
export async function startRecording(scope: Scope, planned: PlannedRecording): Promise<{ recordingId: string }> {
  const { plan, counter, everySeconds, forSeconds } = planned;
  const { incidentId, stepId, operationId, label, cluster, namespace } = plan;
  const endsAt = new Date(scope.now.getTime() + forSeconds * 1000);
  return inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const open = await tx.recording.findMany({
      where: { incidentId, OR: [{ id: plan.runId }, { status: "recording" }] },
      select: { id: true, operationId: true },
    });
    const known = open.find(({ id }) => id === plan.runId) ?? open.find((other) => other.operationId === operationId);
    if (known) {
      return { recordingId: known.id };
    }
    if (!isOpen(incident.status)) {
      throw new AppError("conflict", `The incident is ${incident.status}: reopen it before you record anything.`);
    }
    if (open.length >= recordingLimits.maxOpen) {
      throw new AppError("limit-exceeded", `${open.length} recordings are going on: stop one of them first.`);
    }
    await tx.recording.create({
      data: {
        ...{ id: plan.runId, incidentId, stepId, operationId, label, cluster, namespace, counter, everySeconds },
        status: "recording",
        script: plan.script,
        variables: plan.variables,
        actor: scope.actor,
        startedAt: scope.now,
        nextAt: scope.now,
        endsAt,
      },
    });
    const facts = { recordingId: plan.runId, stepId, operationId, label, cluster, namespace };
    const payload = { ...facts, command: plan.script, everySeconds, forSeconds };
    await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "recording.started", payload } });
    return { recordingId: plan.runId };
  });
}
