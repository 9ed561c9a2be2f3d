import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { parameterChoices } from "@/lib/features/execution/runtime";
import { findIncidentPlace } from "@/lib/features/metrics/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  name: "execution.choices",
  may: signedIn,
  input: z.object({
    params: z.object({ number: z.coerce.number().int().positive(), operationId: z.string().max(300) }),
  }),
  run: async ({ scope, input }) => {
    const place = await findIncidentPlace(scope.database, scope.actor, input.params.number);
    return parameterChoices(scope.database, place, input.params.operationId);
  },
});
