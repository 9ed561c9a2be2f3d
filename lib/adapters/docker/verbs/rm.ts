import "server-only";
import { type Call, containerPath, type Verb } from "../call";
import { failureOf } from "../each-container";
import { CommandFailure } from "../failure";

export const rm: Verb = {
  usage: "[OPTIONS] CONTAINER [CONTAINER...]",
  summary: "Remove one or more containers",
  flags: { force: { kind: "switch", short: "f" }, volumes: { kind: "switch", short: "v" } },
  least: 1,
  most: Number.POSITIVE_INFINITY,
  run: (flags, call) => {
    const isForced = flags.has("force");
    const query = { ...(isForced && { force: "1" }), ...(flags.has("volumes") && { v: "1" }) };
    return removeEach(flags.words, { query, isForced }, call);
  },
};

type How = { readonly query: Readonly<Record<string, string>>; readonly isForced: boolean };

/** With `-f`, one that is not there is said and is no failure. */
async function removeEach(names: readonly string[], { query, isForced }: How, call: Call): Promise<number> {
  const failures: string[] = [];
  for (const name of names) {
    const failure = await failureOf(() => {
      call.check({ risk: "destructive", description: `docker rm ${name}` });
      const request = { method: "DELETE", path: containerPath(name), query } as const;
      return call.ask(request, { kind: "container", id: name });
    });
    if (failure === null) {
      call.out(`${name}\n`);
    } else if (isForced && failure === `Error: No such container: ${name}`) {
      call.io.write("stderr", `${failure}\n`);
    } else {
      failures.push(failure);
    }
  }
  if (failures.length > 0) {
    throw new CommandFailure(failures.join("\n"));
  }
  return 0;
}
