import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { sampleTexts } from "@/lib/features/recording/runtime";
import type { SampleText } from "@/lib/features/recording/schema";
import { defineRoute } from "@/lib/web/route";

export const dynamic = "force-dynamic";

/** One sample of a recording as JSON, or with `?as=text` all of them to download, each under its time. */
export const GET = defineRoute({
  name: "recording.samples",
  may: signedIn,
  input: z.object({
    params: z.object({ recordingId: z.uuid() }),
    query: z.union([z.object({ number: z.coerce.number().int().positive() }), z.object({ as: z.literal("text") })]),
  }),
  run: async ({ scope, input }) => {
    const { recordingId } = input.params;
    const number = "number" in input.query ? input.query.number : undefined;
    const samples = await sampleTexts(scope, { recordingId, number });
    if (number !== undefined) {
      const { value } = await samples.next();
      return value;
    }
    const headers = {
      "content-type": "text/plain; charset=utf-8",
      "content-disposition": `attachment; filename="${recordingId}.txt"`,
    };
    return new Response(streamOf(samples), { headers });
  },
});

function streamOf(samples: AsyncGenerator<SampleText>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    pull: async (controller) => {
      const next = await samples.next();
      if (next.done) {
        controller.close();
      } else {
        const { at, exitCode, text } = next.value;
        controller.enqueue(encoder.encode(`# ${at} exit ${exitCode}\n${text}\n`));
      }
    },
    cancel: async () => {
      await samples.return(undefined);
    },
  });
}
