import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { runOutput } from "@/lib/features/execution/runtime";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** The output of a run, as pieces or, with `?as=text`, whole to download. */
export const GET = defineRoute({
  name: "execution.output",
  may: signedIn,
  input: z.object({ params: z.object({ runId: z.uuid() }), query: z.object({ as: z.literal("text").optional() }) }),
  run: async ({ scope, input }) => {
    const pieces = await runOutput(scope, input.params.runId);
    if (input.query.as === undefined) {
      return pieces;
    }
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${input.params.runId}.txt"`,
    };
    return new Response(pieces.map((piece) => piece.text).join(""), { headers });
  },
});
