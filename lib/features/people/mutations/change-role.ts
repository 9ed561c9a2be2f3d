import "server-only";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { Role } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";

/** Gives a person another role. The last admin stays one. */
export async function changeRole(scope: Scope, input: { userId: string; role: Role }): Promise<void> {
  const { userId, role } = input;
  await inTransaction(scope, async (tx) => {
    // Everybody who is or was an admin is locked, so that two admins cannot demote each other at once.
    await tx.$queryRaw`SELECT 1 FROM "User" WHERE "role" = 'admin' OR "id" = ${userId} ORDER BY "id" FOR UPDATE`;
    const user = await tx.user.findUnique({ where: { id: userId }, select: { name: true, role: true } });
    if (!user) {
      throw new AppError("not-found", "There is no such person.");
    }
    if (user.role === role) {
      return;
    }
    if (user.role === "admin" && (await tx.user.count({ where: { role: "admin" } })) === 1) {
      throw new AppError("conflict", "This is the last admin: make somebody else one first.");
    }
    await tx.user.update({ where: { id: userId }, data: { role } });
    const payload = { userId, name: user.name, from: user.role, to: role };
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event: { kind: "person.role-changed", payload } });
  });
}
