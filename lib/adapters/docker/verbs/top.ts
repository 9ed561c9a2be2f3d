import "server-only";
import { z } from "zod";
import { alignTabs } from "../../kubernetes/kubectl/tab-writer";
import { containerPath, type Verb } from "../call";

const processes = z.object({ Titles: z.array(z.string()), Processes: z.array(z.array(z.string())).nullable() });
const widths = { minWidth: 20, padding: 3 };

export const top: Verb = {
  usage: "CONTAINER [ps OPTIONS]",
  summary: "Display the running processes of a container",
  flags: {},
  least: 1,
  most: Number.POSITIVE_INFINITY,
  stopsAtOperand: true,
  run: async ({ words: [name = "", ...options] }, call) => {
    call.check({ risk: "read", description: `docker top ${name}` });
    const query: Record<string, string> = options.length === 0 ? {} : { ps_args: options.join(" ") };
    const { Titles, Processes } = processes.parse(await call.json({ path: containerPath(name, "/top"), query }));
    const lines = [Titles, ...(Processes ?? [])].map((cells) => `${cells.join("\t")}\n`);
    call.out(alignTabs(lines.join(""), widths));
    return 0;
  },
};
