import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { lockIncident } from "@/lib/features/incident/data";

type Input = {
  readonly incidentId: string;
  readonly stepId: string;
  readonly titles: readonly string[];
  /** What the runbook would have filed them with. */
  readonly command: string;
};

/** Notes what is to be done when the incident is over. Nothing is run; a title that is noted already is none anew. */
export async function addFollowUps(scope: Scope, { incidentId, stepId, titles, command }: Input): Promise<void> {
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const earlier = await tx.event.findMany({
      where: { timelineId: incidentId, kind: "follow-up.added" },
      select: { payload: true },
    });
    const known = new Set(earlier.map(({ payload }) => titleOf(payload)));
    for (const title of titles.filter((one) => !known.has(one))) {
      await recordEvent(tx, scope, {
        timelineId: incidentId,
        event: { kind: "follow-up.added", payload: { stepId, title, command } },
      });
    }
  });
}

function titleOf(payload: unknown): unknown {
  return typeof payload === "object" && payload !== null && "title" in payload ? payload.title : null;
}
