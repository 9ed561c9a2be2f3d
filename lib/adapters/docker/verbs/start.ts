import "server-only";
import { containerPath, type Verb } from "../call";
import { failureOf } from "../each-container";
import { CommandFailure } from "../failure";

/** Without `-a` and `-i`, which need a terminal. */
export const start: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Start one or more stopped containers",
  flags: {},
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: async ({ words }, call) => {
    const failed: string[] = [];
    for (const name of words) {
      const failure = await failureOf(() => {
        call.check({ risk: "change", description: `docker start ${name}` });
        return call.ask({ method: "POST", path: containerPath(name, "/start") });
      });
      if (failure === null) {
        call.out(`${name}\n`);
      } else {
        call.io.write("stderr", `${failure}\n`);
        failed.push(name);
      }
    }
    if (failed.length > 0) {
      throw new CommandFailure(`Error: failed to start containers: ${failed.join(", ")}`);
    }
    return 0;
  },
};
