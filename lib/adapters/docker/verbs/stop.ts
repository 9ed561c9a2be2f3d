import "server-only";
import { containerPath, type Verb } from "../call";
import { eachContainer } from "../each-container";
import { secondsFlag } from "../seconds-flag";

export const stop: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Stop one or more running containers",
  flags: { time: { kind: "value", short: "t" } },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: (flags, call) => {
    const query = secondsFlag(flags, call.command);
    return eachContainer(flags.words, call, (name) => {
      call.check({ risk: "change", description: `docker stop ${name}` });
      return call.ask({ method: "POST", path: containerPath(name, "/stop"), query });
    });
  },
};
