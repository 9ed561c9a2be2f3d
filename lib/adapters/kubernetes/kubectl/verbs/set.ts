import "server-only";
import { CommandFailure } from "../failure";
import type { Invocation } from "../invocation";
import { setEnv } from "./set/env";
import { setImage } from "./set/image";
import { setResources } from "./set/resources";
import { setSelector } from "./set/selector";
import { setServiceAccount } from "./set/service-account";
import { setSubject } from "./set/subject";

const acts: ReadonlyMap<string, (argv: readonly string[], call: Invocation) => Promise<number>> = new Map([
  ["env", setEnv],
  ["image", setImage],
  ["resources", setResources],
  ["selector", setSelector],
  ["serviceaccount", setServiceAccount],
  ["sa", setServiceAccount],
  ["subject", setSubject],
]);

/** kubectl set env / image / resources / selector / serviceaccount / subject. */
export async function set(argv: readonly string[], call: Invocation): Promise<number> {
  const [what = "", ...rest] = argv;
  const act = acts.get(what);
  if (act) {
    return act(rest, call);
  }
  if (what === "") {
    throw new CommandFailure(
      `error: kubectl set is not one of the commands that run from here (${[...acts.keys()].join(", ")}): copy it and run it by hand`,
    );
  }
  throw new CommandFailure(`error: unknown command "${what}"\nSee 'kubectl set -h' for help and examples`);
}
