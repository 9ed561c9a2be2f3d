import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { checkItems, findIncidentPlace } from "@/lib/features/metrics/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  name: "checklist.checks",
  may: signedIn,
  input: z.object({ params: z.object({ number: z.coerce.number().int().positive() }) }),
  run: async ({ scope, input }) => {
    const place = await findIncidentPlace(scope.database, scope.actor, input.params.number);
    return (await checkItems(scope.database, place, scope.now)).checks;
  },
});
