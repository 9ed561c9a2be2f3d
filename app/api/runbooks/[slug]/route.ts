import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { findCurrentRevision } from "@/lib/features/runbook/data";
import type { RunbookNow } from "@/lib/features/runbook/schema";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** Which text a runbook has now, for a page that shows one. */
export const GET = defineRoute({
  name: "runbook.now",
  may: signedIn,
  input: z.object({ params: z.object({ slug: z.string().min(1).max(200) }) }),
  run: async ({ scope, input }): Promise<RunbookNow> => {
    const revision = await findCurrentRevision(scope.database, input.params.slug);
    return { hash: revision?.hash ?? null };
  },
});
