import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import { AppError } from "@/lib/core/kernel/app-error";
import { lockIncident } from "../data";

type Visibility = { readonly incidentId: string; readonly isPrivate: boolean; readonly readers: readonly string[] };

/** Makes an incident private to named readers, or open to everyone again. Whoever does it stays a reader. */
export async function setVisibility(scope: Scope, input: Visibility): Promise<void> {
  const { incidentId, isPrivate } = input;
  if (scope.actor.kind !== "user") {
    throw new AppError("forbidden", "Only a person can decide who reads an incident.");
  }
  const readers = isPrivate ? [...new Set([...input.readers, scope.actor.id])] : [];
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    const known = await tx.user.count({ where: { id: { in: readers } } });
    if (known !== readers.length) {
      throw new AppError("not-found", "One of the readers does not exist.");
    }
    await tx.reader.deleteMany({ where: { incidentId } });
    await tx.reader.createMany({ data: readers.map((userId) => ({ incidentId, userId })) });
    await tx.incident.update({ where: { id: incidentId }, data: { isPrivate } });
    await recordEvent(tx, scope, {
      timelineId: incidentId,
      event: { kind: "incident.visibility-changed", payload: { isPrivate, readers } },
    });
  });
}
