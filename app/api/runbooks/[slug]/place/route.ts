import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { runbookPlace } from "@/lib/features/runbook/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** In which part of a long runbook's page a place stands. */
export const GET = defineRoute({
  name: "runbook.place",
  may: signedIn,
  input: z.object({
    params: z.object({ slug: z.string().min(1).max(200) }),
    query: z.object({ of: z.string().min(1).max(2_000) }),
  }),
  run: ({ scope, input }) => runbookPlace(scope.database, input.params.slug, input.query.of),
});
