import "server-only";
import { containerPath, type Verb } from "../call";
import { eachContainer } from "../each-container";

export const unpause: Verb = {
  usage: "CONTAINER [CONTAINER...]",
  summary: "Unpause all processes within one or more containers",
  flags: {},
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: ({ words }, call) =>
    eachContainer(words, call, (name) => {
      call.check({ risk: "change", description: `docker unpause ${name}` });
      return call.ask({ method: "POST", path: containerPath(name, "/unpause") });
    }),
};
