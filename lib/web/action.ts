import "server-only";
import { headers } from "next/headers";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { getActor } from "@/lib/adapters/auth/actor";
import { countCall, type RateLimit } from "@/lib/adapters/auth/rate-limit";
import type { Scope } from "@/lib/adapters/database/transaction";
import type { Actor } from "@/lib/core/kernel/actor";
import type { Policy } from "@/lib/core/kernel/policy";
import type { ActionResult } from "./action-result";
import { authorise, openScope, parseInput, registerGate } from "./gate";
import { toFailure } from "./to-failure";

export type ActionDefinition<Schema extends z.ZodType, Value> = {
  /** `<noun>.<verb-noun>` */
  readonly name: string;
  readonly may: Policy;
  readonly input: Schema;
  /** Per person, or per address for someone who is not signed in. */
  readonly limit?: RateLimit;
  run(call: { readonly scope: Scope; readonly input: z.output<Schema> }): Promise<Value>;
};

/**
 * Makes a server action: who is it, may they, does the input fit, do it, and tell failures apart. A stranger learns
 * nothing about the input's shape.
 */
export function defineAction<Schema extends z.ZodType, Value>(
  definition: ActionDefinition<Schema, Value>,
): (input: z.input<Schema>) => Promise<ActionResult<Value>> {
  registerGate({ kind: "action", name: definition.name, policy: definition.may.name });
  return async (input) => {
    try {
      const actor = await getActor();
      authorise(definition.may, actor);
      if (definition.limit) {
        countCall(`${definition.name} ${await callerOf(actor)}`, definition.limit, Date.now());
      }
      const parsed = parseInput(definition.input, input);
      return { ok: true, data: await definition.run({ scope: await openScope(actor), input: parsed }) };
    } catch (thrown) {
      unstable_rethrow(thrown);
      return { ok: false, error: toFailure(thrown, definition.name) };
    }
  };
}

async function callerOf(actor: Actor | null): Promise<string> {
  return actor?.kind === "user" ? actor.id : ((await headers()).get("x-forwarded-for") ?? "unknown");
}
