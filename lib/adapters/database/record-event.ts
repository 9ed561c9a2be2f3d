import "server-only";
import { createHash } from "node:crypto";
import type { EventDraft } from "@/lib/core/incident/event";
import { seal } from "@/lib/core/incident/hash-chain";
import type { Database, Scope } from "./transaction";

/** The timeline of everything that belongs to no incident: people, sources, runbooks. */
export const WORKSPACE_TIMELINE = "workspace";

/** The channel on which listeners are told what happened: `incident:<timeline>@<seq>`, `run:<id>@<seq>`, `cancel:<json>`. */
export const NOTIFY_CHANNEL = "headroom";

export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * Appends one event to a timeline inside the caller's transaction: no event, no change. The timeline's row is locked
 * until the transaction ends, so events have one order; listeners are told at commit. Gives the event's number.
 */
export async function recordEvent(
  tx: Database,
  scope: Scope,
  entry: { readonly timelineId: string; readonly event: EventDraft },
): Promise<number> {
  const { timelineId, event } = entry;
  const [tail] = await tx.$queryRaw<{ lastSeq: number; lastHash: string }[]>`
    INSERT INTO "Timeline" ("id") VALUES (${timelineId})
    ON CONFLICT ("id") DO UPDATE SET "lastSeq" = "Timeline"."lastSeq"
    RETURNING "lastSeq", "lastHash"`;
  const seq = (tail?.lastSeq ?? 0) + 1;
  const header = { timelineId, seq, kind: event.kind, at: scope.now.toISOString(), actor: scope.actor };
  const link = seal(sha256, header, { payload: event.payload, prevHash: tail?.lastHash ?? "" });
  await tx.event.create({ data: { ...header, at: scope.now, payload: event.payload, ...link } });
  await tx.timeline.update({ where: { id: timelineId }, data: { lastSeq: seq, lastHash: link.hash } });
  await tx.$executeRaw`SELECT pg_notify(${NOTIFY_CHANNEL}, ${`incident:${timelineId}@${seq}`})`;
  return seq;
}
