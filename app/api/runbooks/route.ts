import { z } from "zod";
import { mayAdminister, signedIn } from "@/lib/core/kernel/policy";
import { searchLibrary, takeUpload } from "@/lib/features/runbook/runtime";
import { libraryQuery, MAX_UPLOAD_BYTES, uploadRunbookInput } from "@/lib/features/runbook/schema";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** The library as one search sees it. */
export const GET = defineRoute({
  name: "runbook.search",
  may: signedIn,
  input: z.object({ query: libraryQuery }),
  run: ({ scope, input }) => searchLibrary(scope, input.query),
});

/** A runbook by upload. An action's body would be read before anybody asks who sends it. */
export const POST = defineRoute({
  name: "runbook.upload",
  may: mayAdminister,
  maxBodyBytes: Math.ceil((MAX_UPLOAD_BYTES * 4) / 3) + 2_000,
  input: z.object({ body: uploadRunbookInput }),
  run: ({ scope, input }) => takeUpload(scope, input.body),
});
