import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { openRunOutput, runOutputText } from "@/lib/features/execution/runtime";
import { packedReply } from "@/lib/web/packed-reply";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** The output of a run, as a line for each piece or, with `?as=text`, whole to download. */
export const GET = defineRoute({
  name: "execution.output",
  may: signedIn,
  input: z.object({ params: z.object({ runId: z.uuid() }), query: z.object({ as: z.literal("text").optional() }) }),
  run: async ({ scope, input: { params, query } }) => {
    if (query.as === "text") {
      const headers = {
        "content-type": "text/plain; charset=utf-8",
        "content-disposition": `attachment; filename="${params.runId}.txt"`,
      };
      return new Response(await runOutputText(scope, params.runId), { headers });
    }
    return packedReply(await openRunOutput(scope, params.runId));
  },
});
