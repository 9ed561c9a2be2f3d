import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { artifactsOf } from "@/lib/features/artifact/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** The files that the runs of an incident have left, newest first. */
export const GET = defineRoute({
  name: "artifact.list",
  may: signedIn,
  input: z.object({ params: z.object({ number: z.coerce.number().int().positive() }) }),
  run: async ({ scope, input }) => artifactsOf(scope, input.params.number),
});
