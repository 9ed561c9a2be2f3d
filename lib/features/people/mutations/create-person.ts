import "server-only";
import { createUser, type NewPerson } from "@/lib/adapters/auth/people";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";

/** Adds somebody who can sign in. Gives their id. */
export async function createPerson(scope: Scope, person: NewPerson): Promise<string> {
  return inTransaction(scope, async (tx) => {
    const userId = await createUser(tx, person);
    const event = { kind: "person.created", payload: { userId, name: person.name, role: person.role } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
    return userId;
  });
}
