import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { runbookNow } from "@/lib/features/runbook/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** Which text a runbook has now, for a page that shows one. */
export const GET = defineRoute({
  name: "runbook.now",
  may: signedIn,
  input: z.object({ params: z.object({ slug: z.string().min(1).max(200) }) }),
  run: ({ scope, input }) => runbookNow(scope.database, input.params.slug),
});
