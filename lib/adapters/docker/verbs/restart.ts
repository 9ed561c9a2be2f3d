import "server-only";
import { containerPath, type Verb } from "../call";
import { eachContainer } from "../each-container";
import { secondsFlag } from "../seconds-flag";

export const restart: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Restart one or more containers",
  flags: { time: { kind: "value", short: "t" } },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: (flags, call) => {
    const query = secondsFlag(flags, call.command);
    return eachContainer(flags.words, call, (name) => {
      call.check({ risk: "change", description: `docker restart ${name}` });
      return call.ask({ method: "POST", path: containerPath(name, "/restart"), query });
    });
  },
};
