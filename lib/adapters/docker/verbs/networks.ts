import "server-only";
import { z } from "zod";
import type { Verb } from "../call";
import { filterQuery } from "../filters";
import { listFlags, listText } from "../list";
import { byName, truncateId } from "../names";
import { inspectVerb } from "./inspect";

const networksSchema = z.array(
  z.object({
    Id: z.string(),
    Name: z.string(),
    Driver: z.string(),
    Scope: z.string(),
    EnableIPv6: z.boolean().default(false),
    Internal: z.boolean().default(false),
  }),
);

const headers = {
  ID: "NETWORK ID",
  Name: "NAME",
  Driver: "DRIVER",
  Scope: "SCOPE",
  IPv6: "IPV6",
  Internal: "INTERNAL",
};

/** `docker network ls`. */
export const networks: Verb = {
  usage: "[OPTIONS]",
  summary: "List networks",
  flags: { ...listFlags, "no-trunc": { kind: "switch" } },
  least: 0,
  most: 0,
  run: async (flags, call) => {
    const query = filterQuery(flags.all("filter"), call.command);
    call.check({ risk: "read", description: "docker network ls" });
    const found = networksSchema.parse(await call.json({ path: "/networks", query }));
    const rows = found.sort(byName).map(({ Id, EnableIPv6, ...network }) => ({
      ...network,
      ID: flags.has("no-trunc") ? Id : truncateId(Id),
      IPv6: String(EnableIPv6),
      Internal: String(network.Internal),
    }));
    call.out(
      listText({
        format: flags.get("format"),
        isQuiet: flags.has("quiet"),
        quiet: "{{.ID}}",
        table: "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}",
        headers,
        rows,
        goType: "*formatter.networkContext",
      }),
    );
    return 0;
  },
};

export const inspectNetwork: Verb = inspectVerb(
  "network",
  "Display detailed information on one or more networks",
  "NETWORK [NETWORK...]",
);
