import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { PodTarget } from "@/lib/adapters/kubernetes/pod-commands";
import { isOpen } from "@/lib/core/incident/incident";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Risk } from "@/lib/core/shell/risk/risk";
import { lockIncident } from "@/lib/features/incident/data";

export type PlannedRun = {
  readonly runId: string;
  readonly incidentId: string;
  readonly stepId: string;
  readonly operationId: string;
  readonly label: string;
  readonly script: string;
  readonly risk: Risk;
  readonly cluster: string;
  readonly namespace: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly variablesHash: string;
  readonly podTarget: PodTarget | null;
};

export type Lease = { readonly owner: string; readonly until: Date };

/**
 * Records the start of a run. The browser makes the run's id, so the write settles the race: a hundred clicks are one
 * run, however short it is; and while an operation runs, whoever starts it again joins that run. `isNew` is true for
 * the one caller that must execute it.
 */
export async function startRun(
  scope: Scope,
  plan: PlannedRun,
  lease: Lease,
): Promise<{ runId: string; isNew: boolean }> {
  const { runId, incidentId, operationId, label, stepId, risk, cluster, namespace, variablesHash } = plan;
  return inTransaction(scope, async (tx) => {
    const incident = await lockIncident(tx, scope.actor, incidentId);
    const known = await tx.run.findFirst({
      where: {
        incidentId,
        OR: [{ id: runId }, { operationId, status: { in: ["planned", "awaiting-approval", "running"] } }],
      },
      select: { id: true },
    });
    if (known) {
      return { runId: known.id, isNew: false };
    }
    if (!isOpen(incident.status)) {
      throw new AppError("conflict", `The incident is ${incident.status}: reopen it before you run anything.`);
    }
    const attempt = 1 + (await tx.run.count({ where: { incidentId, operationId } }));
    await tx.run.create({
      data: {
        id: runId,
        incidentId,
        stepId,
        operationId,
        attempt,
        // Policy "none": nothing waits for an approval yet, so a planned run runs at once.
        status: "running",
        label,
        script: plan.script,
        risk,
        cluster,
        namespace,
        variables: plan.variables,
        variablesHash,
        actor: scope.actor,
        plannedAt: scope.now,
        startedAt: scope.now,
        leaseOwner: lease.owner,
        leaseUntil: lease.until,
      },
    });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: {
        kind: "run.started",
        payload: {
          runId,
          stepId,
          operationId,
          label,
          attempt,
          command: plan.script,
          risk,
          cluster,
          namespace,
          variablesHash,
        },
      },
    });
    return { runId, isNew: true };
  });
}
