import "server-only";
import { z } from "zod";
import { containerPath, type Verb } from "../call";

const changes = z.array(z.object({ Path: z.string(), Kind: z.number() })).nullable();
const letters = ["C", "A", "D"];

export const diff: Verb = {
  usage: "CONTAINER",
  summary: "Inspect changes to files or directories on a container's filesystem",
  flags: {},
  least: 1,
  most: 1,
  run: async ({ words: [name = ""] }, call) => {
    call.check({ risk: "read", description: `docker diff ${name}` });
    const found = changes.parse(await call.json({ path: containerPath(name, "/changes") })) ?? [];
    call.out(found.map(({ Kind, Path }) => `${letters[Kind] ?? "?"} ${Path}\n`).join(""));
    return 0;
  },
};
