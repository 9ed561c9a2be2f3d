import "server-only";
import { containerPath, type Verb } from "./call";
import { eachContainer } from "./each-container";
import { type Flags, flagFailure } from "./flags";

/** A verb that gives each container some seconds to end, and then does what its name says. */
export function stoppingVerb(name: "restart" | "stop", summary: string): Verb {
  return {
    usage: "[OPTIONS] CONTAINER [CONTAINER...]",
    summary,
    flags: { time: { kind: "value", short: "t" } },
    least: 1,
    most: Number.POSITIVE_INFINITY,
    run: (flags, call) => {
      const query = secondsQuery(flags, call.command);
      return eachContainer(flags.words, call, (container) => {
        call.check({ risk: "change", description: `docker ${name} ${container}` });
        return call.ask({ method: "POST", path: containerPath(container, `/${name}`), query });
      });
    },
  };
}

/** `-t SECONDS` as the daemon's query; ten seconds when it is not given, as docker has it. */
function secondsQuery(flags: Flags, command: string): Record<string, string> {
  const seconds = flags.get("time") ?? "10";
  if (!/^-?\d+$/.test(seconds)) {
    throw flagFailure(
      command,
      `invalid argument "${seconds}" for "-t, --time" flag: strconv.ParseInt: parsing "${seconds}": invalid syntax`,
    );
  }
  return { t: seconds };
}
