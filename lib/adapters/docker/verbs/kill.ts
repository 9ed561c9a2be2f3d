import "server-only";
import { containerPath, type Verb } from "../call";
import { eachContainer } from "../each-container";

export const kill: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Kill one or more running containers",
  flags: { signal: { kind: "value", short: "s" } },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: (flags, call) =>
    eachContainer(flags.words, call, (name) => {
      const signal = flags.get("signal") ?? "KILL";
      call.check({ risk: "destructive", description: `docker kill ${name}` });
      return call.ask({ method: "POST", path: containerPath(name, "/kill"), query: { signal } });
    }),
};
