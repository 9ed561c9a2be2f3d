import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { stepPart } from "@/lib/features/incident/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** In which part of a long checklist a step stands. */
export const GET = defineRoute({
  name: "incident.part",
  may: signedIn,
  input: z.object({
    params: z.object({ number: z.coerce.number().int().positive() }),
    query: z.object({ of: z.string().min(1).max(200) }),
  }),
  run: ({ scope, input }) => stepPart(scope, input.params.number, input.query.of),
});
