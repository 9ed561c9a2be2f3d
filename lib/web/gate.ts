import "server-only";
import type { z } from "zod";
import { databaseReady } from "@/lib/adapters/database/client";
import type { Scope } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import { AppError } from "@/lib/core/kernel/app-error";
import type { Policy } from "@/lib/core/kernel/policy";
import { InvalidInput } from "./to-failure";

/** One door into the server, as the list of all doors shows it. */
export type Gate = {
  readonly kind: "action" | "route";
  /** `<noun>.<verb-noun>` */
  readonly name: string;
  /** The policy's name, or "own" for a door that checks credentials of its own kind. */
  readonly policy: Policy["name"] | "own";
};

// Actions and routes are bundled apart and share no module state.
const shared = globalThis as { headroomGates?: Map<string, Gate> };

/** Every action and route that has been loaded in this process. */
export function definedGates(): readonly Gate[] {
  return [...(shared.headroomGates?.values() ?? [])];
}

/** Puts a door on the list. */
export function registerGate(gate: Gate): void {
  shared.headroomGates ??= new Map();
  shared.headroomGates.set(`${gate.kind} ${gate.name}`, gate);
}

/** Throws AppError unless the policy admits this actor. */
export function authorise(policy: Policy, actor: Actor | null): void {
  if (policy.admits(actor)) {
    return;
  }
  throw actor === null ? new AppError("unauthenticated", "Sign in first.") : new AppError("forbidden", policy.refusal);
}

/** Throws InvalidInput when the value does not fit. */
export function parseInput<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new InvalidInput(parsed.error);
  }
  return parsed.data;
}

/** What a mutation runs under; someone who is not signed in acts as "visitor". */
export async function openScope(actor: Actor | null): Promise<Scope> {
  return { actor: actor ?? { kind: "system", name: "visitor" }, database: await databaseReady(), now: new Date() };
}
