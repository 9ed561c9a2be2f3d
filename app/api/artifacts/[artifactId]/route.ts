import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { openArtifact } from "@/lib/features/artifact/runtime";
import { attachmentHeaders, byteStream } from "@/lib/web/attachment";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** A file that a run has left, to download. What a workload wrote is never shown as a page. */
export const GET = defineRoute({
  name: "artifact.download",
  may: signedIn,
  input: z.object({ params: z.object({ artifactId: z.uuid() }) }),
  run: async ({ scope, input }) => {
    const { name, size, content } = await openArtifact(scope, input.params.artifactId);
    return new Response(byteStream(content), { headers: attachmentHeaders(name, size) });
  },
});
