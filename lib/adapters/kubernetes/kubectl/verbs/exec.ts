import "server-only";
import { checkExec, runInContainer } from "../exec-channel";
import { CommandFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { chooseContainer, defaultedNotice, podFor } from "../pods";

const flagTable: FlagTable = {
  stdin: { kind: "switch", short: "i" },
  tty: { kind: "switch", short: "t" },
  container: { kind: "value", short: "c" },
  quiet: { kind: "switch", short: "q" },
  "pod-running-timeout": { kind: "value" },
};

/** kubectl exec of one command that ends by itself. A terminal is not given: `-it` is accepted and ignored. */
export async function exec(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "exec");
  const [word, ...inline] = flags.words;
  const command = flags.rest ?? inline;
  if (word === undefined) {
    throw new CommandFailure("error: pod, type/name or --filename must be specified");
  }
  if (command.length === 0) {
    throw new CommandFailure("error: you must specify at least one command for the container");
  }
  if (flags.has("tty") && flags.has("stdin")) {
    call.io.write("stderr", "Unable to use a TTY - input is not a terminal or the right kind of file\n");
  }
  const { namespace } = call;
  checkExec(call, { namespace, command, word });
  const pod = await podFor(call, word);
  const { name: container, isDefaulted } = chooseContainer(pod, flags.get("container"));
  if (isDefaulted && !flags.has("quiet")) {
    call.io.write("stderr", defaultedNotice(pod, container));
  }
  const target = { namespace, pod: pod.metadata.name, container };
  const stdin = flags.has("stdin") && call.io.stdin !== "" ? Buffer.from(call.io.stdin) : null;
  return runInContainer(call, target, { command, stdin });
}
