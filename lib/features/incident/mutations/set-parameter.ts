import "server-only";
import { recordEvent } from "@/lib/adapters/database/record-event";
import { type Database, inTransaction, type Scope } from "@/lib/adapters/database/transaction";
import type { ParameterOrigin } from "@/lib/core/incident/event";
import { lockIncident } from "../data";

export type ParameterSetting = {
  readonly name: string;
  readonly value: string;
  readonly origin: ParameterOrigin;
  readonly because: string;
};

/** Fills a parameter of the runbook for this incident. */
export async function setParameter(
  scope: Scope,
  input: { incidentId: string; name: string; value: string; origin?: "person" | "successor" },
): Promise<void> {
  const { incidentId, name, value, origin = "person" } = input;
  const because = origin === "person" ? "typed" : "the pod before it is gone";
  await inTransaction(scope, async (tx) => {
    await lockIncident(tx, scope.actor, incidentId);
    await recordParameter(tx, scope, { incidentId, setting: { name, value, origin, because } });
  });
}

/** Stores a parameter's value with its event, inside a transaction that holds the incident. The same value is no event. */
export async function recordParameter(
  tx: Database,
  scope: Scope,
  input: { readonly incidentId: string; readonly setting: ParameterSetting },
): Promise<void> {
  const { incidentId, setting } = input;
  const { name, value, origin } = setting;
  const known = await tx.parameterValue.findUnique({
    where: { incidentId_name: { incidentId, name } },
    select: { value: true },
  });
  if (known?.value === value) {
    return;
  }
  await tx.parameterValue.upsert({
    where: { incidentId_name: { incidentId, name } },
    create: { incidentId, name, value, origin },
    update: { value, origin },
  });
  await recordEvent(tx, scope, { timelineId: incidentId, event: { kind: "parameter.set", payload: setting } });
}
