import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { loadReviewMarkdown } from "@/lib/features/review/loaders";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

export const GET = defineRoute({
  name: "review.markdown",
  may: signedIn,
  input: z.object({ params: z.object({ number: z.coerce.number().int().positive() }) }),
  run: async ({ scope, input }) => {
    const { number } = input.params;
    const headers = {
      "content-type": "text/markdown; charset=utf-8",
      "content-disposition": `attachment; filename="INC-${number}-review.md"`,
    };
    return new Response(await loadReviewMarkdown(scope, number), { headers });
  },
});
