import "server-only";
import { z } from "zod";
import type { Call, Verb } from "../call";
import { failureOf } from "../each-container";
import { CommandFailure } from "../failure";

const removed = z.array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() }));

export const rmi: Verb = {
  usage: "[OPTIONS] IMAGE [IMAGE...]",
  summary: "Remove one or more images",
  flags: { force: { kind: "switch", short: "f" }, "no-prune": { kind: "switch" } },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: async (flags, call) => {
    const query = { ...(flags.has("force") && { force: "1" }), ...(flags.has("no-prune") && { noprune: "1" }) };
    const failures: string[] = [];
    for (const name of flags.words) {
      const failure = await failureOf(() => removeOne(name, query, call));
      failures.push(...(failure === null ? [] : [failure]));
    }
    if (failures.length > 0) {
      throw new CommandFailure(failures.join("\n"));
    }
    return 0;
  },
};

async function removeOne(name: string, query: Readonly<Record<string, string>>, call: Call): Promise<void> {
  call.check({ risk: "destructive", description: `docker rmi ${name}` });
  const request = { method: "DELETE", path: `/images/${encodeURIComponent(name)}`, query } as const;
  const pieces = removed.parse(await call.json(request, { kind: "image", id: name }));
  call.out(removedText(pieces));
}

/** What became of an image, as rmi and prune print it. */
export function removedText(pieces: z.infer<typeof removed>): string {
  return pieces
    .map(({ Untagged, Deleted }) => (Deleted === undefined ? `Untagged: ${Untagged}\n` : `Deleted: ${Deleted}\n`))
    .join("");
}
