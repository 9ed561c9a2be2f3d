import "server-only";
import { z } from "zod";
import { containerPath, type Verb } from "../call";
import { CommandFailure } from "../failure";

const portsSchema = z.object({
  NetworkSettings: z.object({
    Ports: z.record(z.string(), z.array(z.object({ HostIp: z.string(), HostPort: z.string() })).nullable()).nullable(),
  }),
});

export const port: Verb = {
  usage: "CONTAINER [PRIVATE_PORT[/PROTO]]",
  summary: "List port mappings or a specific mapping for the container",
  flags: {},
  least: 1,
  most: 2,
  run: async ({ words: [name = "", wanted] }, call) => {
    call.check({ risk: "read", description: `docker port ${name}` });
    const sought = { kind: "container", id: name };
    const { NetworkSettings } = portsSchema.parse(await call.json({ path: containerPath(name, "/json") }, sought));
    const ports = NetworkSettings.Ports ?? {};
    if (wanted === undefined) {
      const lines = Object.entries(ports).flatMap(([from, to]) =>
        (to ?? []).map(({ HostIp, HostPort }) => `${from} -> ${HostIp}:${HostPort}\n`),
      );
      call.out(lines.join(""));
      return 0;
    }
    const key = wanted.includes("/") ? wanted : `${wanted}/tcp`;
    const found = ports[key];
    if (!found) {
      throw new CommandFailure(`Error: No public port '${key}' published for ${name}`);
    }
    call.out(found.map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}\n`).join(""));
    return 0;
  },
};
