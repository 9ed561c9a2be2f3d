import "server-only";
import { z } from "zod";
import type { Verb } from "../call";
import { filterQuery } from "../filters";
import { listFlags, listText } from "../list";
import { byName } from "../names";
import { inspectVerb } from "./inspect";

const volumesSchema = z.object({
  Volumes: z
    .array(z.object({ Name: z.string(), Driver: z.string(), Scope: z.string(), Mountpoint: z.string() }))
    .nullish(),
});

const headers = {
  Driver: "DRIVER",
  Name: "VOLUME NAME",
  Scope: "SCOPE",
  Mountpoint: "MOUNTPOINT",
};

/** `docker volume ls`. */
export const volumes: Verb = {
  usage: "[OPTIONS]",
  summary: "List volumes",
  flags: listFlags,
  least: 0,
  most: 0,
  run: async (flags, call) => {
    const query = filterQuery(flags.all("filter"), call.command);
    call.check({ risk: "read", description: "docker volume ls" });
    const found = volumesSchema.parse(await call.json({ path: "/volumes", query }));
    call.out(
      listText({
        format: flags.get("format"),
        isQuiet: flags.has("quiet"),
        quiet: "{{.Name}}",
        table: "{{.Driver}}\t{{.Name}}",
        headers,
        rows: (found.Volumes ?? []).sort(byName),
        goType: "*formatter.volumeContext",
      }),
    );
    return 0;
  },
};

export const inspectVolume: Verb = inspectVerb(
  "volume",
  "Display detailed information on one or more volumes",
  "VOLUME [VOLUME...]",
);
