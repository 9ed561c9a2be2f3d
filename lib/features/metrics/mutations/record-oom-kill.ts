import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "@/lib/features/incident/data";

type OomKill = { readonly incidentId: string; readonly pod: string; readonly container: string; readonly at: string };

/** Puts an OOM kill of the incident's workload on its timeline, once, however often it is seen. */
export async function recordOomKill(scope: Scope, kill: OomKill): Promise<boolean> {
  const { incidentId, pod, container, at } = kill;
  return inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const known = await tx.event.findFirst({
      where: {
        timelineId: incidentId,
        kind: "workload.oom-killed",
        AND: [
          { payload: { path: ["pod"], equals: pod } },
          { payload: { path: ["container"], equals: container } },
          { payload: { path: ["at"], equals: at } },
        ],
      },
      select: { seq: true },
    });
    if (known) {
      return false;
    }
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "workload.oom-killed", payload: { pod, container, at } },
    });
    return true;
  });
}
