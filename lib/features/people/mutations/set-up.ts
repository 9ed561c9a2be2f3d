import "server-only";
import { createFirstAdmin, type NewPerson } from "@/lib/adapters/auth/people";
import { recordEvent, WORKSPACE_TIMELINE } from "@/lib/adapters/database/record-event";
import { inTransaction, type Scope } from "@/lib/adapters/database/transaction";

/** Creates the first person, an admin. Refused as soon as there is anybody: of two at once, one wins. */
export async function setUp(scope: Scope, person: Omit<NewPerson, "role">): Promise<void> {
  await inTransaction(scope, async (tx) => {
    const userId = await createFirstAdmin(tx, person);
    const event = { kind: "person.created", payload: { userId, name: person.name, role: "admin" } } as const;
    await recordEvent(tx, scope, { timelineId: WORKSPACE_TIMELINE, event });
  });
}
