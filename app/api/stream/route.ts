import { z } from "zod";
import { signedIn } from "@/lib/core/kernel/policy";
import { openStream, parseTopics } from "@/lib/features/timeline/runtime";
import { defineRoute } from "@/lib/web/route";
import { eventStream } from "@/lib/web/sse";

export const dynamic = "force-dynamic";

/** One connection per browser: all its topics, from where it last was. */
export const GET = defineRoute({
  name: "timeline.stream",
  may: signedIn,
  input: z.object({ query: z.object({ topics: z.string().max(8_000) }) }),
  run: async ({ scope, input, request }) =>
    eventStream(request, ({ lastEventId, send, fail, signal }) =>
      openStream(
        {
          actor: scope.actor,
          topics: parseTopics(input.query.topics, lastEventId),
          send: (message, position) => send({ id: position, data: message }),
          fail,
        },
        signal,
      ),
    ),
});
