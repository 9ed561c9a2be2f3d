import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { findIncidentPlace, memoryPanel } from "@/lib/features/metrics/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  name: "metrics.memory",
  may: signedIn,
  input: z.object({
    params: z.object({ number: z.coerce.number().int().positive() }),
    query: z.object({ minutes: z.coerce.number().int().min(1).max(1440).default(30) }),
  }),
  run: async ({ scope, input }) => {
    const place = await findIncidentPlace(scope.database, scope.actor, input.params.number);
    return memoryPanel(scope.database, place, { minutes: input.query.minutes, now: scope.now });
  },
});
