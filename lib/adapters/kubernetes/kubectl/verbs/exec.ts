import "server-only";
import { goDurationSeconds } from "../durations";
import { checkExec, runInContainer } from "../exec-channel";
import { CommandFailure } from "../failure";
import { type Flags, type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { type KubeObject, textAt } from "../objects";
import { chooseContainer, podFor } from "../pods";

const flagTable: FlagTable = {
  stdin: { kind: "switch", short: "i" },
  tty: { kind: "switch", short: "t" },
  container: { kind: "value", short: "c" },
  filename: { kind: "list", short: "f" },
  quiet: { kind: "switch", short: "q" },
  "pod-running-timeout": { kind: "duration" },
};

const USAGE = "See 'kubectl exec -h' for help and examples";

/** kubectl exec of one command that ends by itself. A terminal is not given: `-it` is accepted and ignored. */
export async function exec(argv: readonly string[], call: Invocation): Promise<number> {
  const flags = parseFlags(argv, flagTable, "exec");
  const { word, command, timeoutSeconds } = readExec(flags);
  const { namespace } = call;
  checkExec(call, { namespace, command, word });
  const pod = await podFor(call, word, timeoutSeconds);
  refuseEnded(pod);
  const { name: container, notice } = chooseContainer(pod, flags.get("container"));
  const isQuiet = flags.has("quiet");
  if (notice !== "" && !isQuiet) {
    call.io.write("stderr", notice);
  }
  if (flags.has("tty") && flags.has("stdin") && !isQuiet) {
    call.io.write("stderr", "Unable to use a TTY - input is not a terminal or the right kind of file\n");
  }
  const target = { namespace, pod: pod.metadata.name, container };
  const stdin = flags.has("stdin") && call.io.stdin !== "" ? Buffer.from(call.io.stdin) : null;
  return runInContainer(call, target, { command, stdin });
}

function readExec(flags: Flags): {
  readonly word: string;
  readonly command: readonly string[];
  readonly timeoutSeconds: number;
} {
  const [word, ...inline] = flags.words;
  if (flags.all("filename").length > 0) {
    throw new CommandFailure("error: exec takes no -f here: name the pod, or copy it and run it by hand");
  }
  if (flags.rest === null && inline.length > 0) {
    throw new CommandFailure(
      `error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead\n${USAGE}`,
    );
  }
  const timeoutSeconds = goDurationSeconds(flags.get("pod-running-timeout") ?? "60s") ?? 0;
  if (timeoutSeconds <= 0) {
    throw new CommandFailure(`error: --pod-running-timeout must be higher than zero\n${USAGE}`);
  }
  const command = flags.rest ?? [];
  if (word === undefined) {
    throw new CommandFailure("error: pod, type/name or --filename must be specified");
  }
  if (command.length === 0) {
    throw new CommandFailure("error: you must specify at least one command for the container");
  }
  return { word, command, timeoutSeconds };
}

function refuseEnded(pod: KubeObject): void {
  const phase = textAt(pod, "status", "phase");
  if (phase === "Succeeded" || phase === "Failed") {
    throw new CommandFailure(`error: cannot exec into a container in a completed pod; current phase is ${phase}`);
  }
}
