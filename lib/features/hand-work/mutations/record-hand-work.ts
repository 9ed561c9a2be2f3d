import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "@/lib/features/incident/data";

/** An operation that a person has done elsewhere. */
export type HandWork = {
  readonly incidentId: string;
  readonly stepId: string;
  readonly operationId: string;
  readonly label: string;
  /** Without secrets; the beginning of it when there is a file. */
  readonly output: string;
  readonly hiddenSecrets: number;
  readonly file: { readonly id: string; readonly path: string; readonly size: number; readonly hash: string } | null;
  /** Of all artifacts of an incident. */
  readonly maxBytes: number;
};

/** Puts what came out on the timeline, whole: what is long becomes an artifact of the incident. */
export async function recordHandWork(scope: Scope, work: HandWork): Promise<number> {
  const { incidentId, stepId, operationId, label, output, hiddenSecrets, file, maxBytes } = work;
  return inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    if (file) {
      const { _sum } = await tx.artifact.aggregate({ where: { incidentId }, _sum: { size: true } });
      if ((_sum.size ?? 0) + file.size > maxBytes) {
        throw new AppError("limit-exceeded", `An incident keeps at most ${maxBytes} bytes of files.`);
      }
      await tx.artifact.create({ data: { ...file, incidentId, hiddenSecrets, createdAt: scope.now } });
    }
    const kept = file && {
      artifactId: file.id,
      name: file.path.replace("/work/", ""),
      size: file.size,
      hash: file.hash,
    };
    return recordEvent(tx, scope, {
      timelineId: incidentId,
      event: {
        kind: "operation.done-by-hand",
        payload: { stepId, operationId, label, output, hiddenSecrets, file: kept },
      },
    });
  });
}
