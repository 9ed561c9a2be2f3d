import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { revisionNews } from "@/lib/features/incident/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** What changed in the runbook since the incident was pinned to it; null when nothing did. */
export const GET = defineRoute({
  name: "incident.revision",
  may: signedIn,
  input: z.object({ params: z.object({ number: z.coerce.number().int().positive() }) }),
  run: ({ scope, input }) => revisionNews(scope, input.params.number),
});
