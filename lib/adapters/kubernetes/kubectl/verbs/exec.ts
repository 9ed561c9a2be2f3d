import "server-only";
import type WebSocket from "ws";
import { END_STARTED_SCRIPT } from "@/lib/core/shell/end-started";
import { isExecListed } from "@/lib/core/shell/exec-argvs";
import { SocketRefused } from "../../connection";
import { CommandFailure, serverFailure } from "../failure";
import { type FlagTable, parseFlags } from "../flags";
import type { Invocation } from "../invocation";
import { listAt, member, textAt } from "../objects";
import { chooseContainer, defaultedNotice, podFor } from "../pods";

const flagTable: FlagTable = {
  stdin: { kind: "switch", short: "i" },
  tty: { kind: "switch", short: "t" },
  container: { kind: "value", short: "c" },
  quiet: { kind: "switch", short: "q" },
};

const STDOUT = 1;
const STDERR = 2;
const STATUS = 3;
const PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

type Target = { readonly pod: string; readonly container: string };

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
  checkExec(call, command, word);
  const pod = await podFor(call, word);
  const { name: container, isDefaulted } = chooseContainer(pod, flags.get("container"));
  if (isDefaulted && !flags.has("quiet")) {
    call.io.write("stderr", defaultedNotice(pod, container));
  }
  return runInContainer(call, { pod: pod.metadata.name, container }, command);
}

/** Nobody can look into what a program does in a container, so a grant lists the exact words it may be started with. */
function checkExec(call: Invocation, command: readonly string[], word: string): void {
  const { execs, ceiling } = call.io.grant;
  const description = `exec ${word} -- ${command.join(" ")}`;
  if (!isExecListed(execs, command)) {
    throw new CommandFailure(
      `headroom: refused: ${description}: this run may only start the programs its script spells out`,
      126,
    );
  }
  call.check({ namespace: call.namespace, risk: ceiling === "read" ? "read" : "change", description });
}

/** Closing the channel does not end the remote process, so a cancelled run ends it by a second exec. */
async function runInContainer(call: Invocation, target: Target, command: readonly string[]): Promise<number> {
  const aborted = Promise.withResolvers<"aborted">();
  const abort = () => aborted.resolve("aborted");
  call.io.signal.addEventListener("abort", abort, { once: true });
  try {
    const outcome = await Promise.race([openExec(call, target, command), aborted.promise]);
    if (outcome === "aborted") {
      await endRemote(call, target, command);
      return 130;
    }
    return outcome;
  } finally {
    call.io.signal.removeEventListener("abort", abort);
  }
}

async function endRemote(call: Invocation, target: Target, command: readonly string[]): Promise<void> {
  const signal = AbortSignal.timeout(5_000);
  const silent: Invocation = { ...call, io: { ...call.io, write: () => undefined, signal } };
  await openExec(silent, target, ["sh", "-c", END_STARTED_SCRIPT, "headroom-cancel", ...command]);
}

async function openExec(call: Invocation, { pod, container }: Target, command: readonly string[]): Promise<number> {
  const query = new URLSearchParams({ container, stdout: "true", stderr: "true" });
  for (const word of command) {
    query.append("command", word);
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(call.namespace)}/pods/${encodeURIComponent(pod)}/exec?${query}`;
  try {
    return await followSocket(await call.connection.openSocket(path, PROTOCOLS), call);
  } catch (error) {
    if (error instanceof SocketRefused) {
      throw serverFailure(error.reply);
    }
    throw error;
  }
}

function followSocket(socket: WebSocket, call: Invocation): Promise<number> {
  const decoders = { [STDOUT]: new TextDecoder(), [STDERR]: new TextDecoder() };
  let exitCode: number | null = null;
  const close = () => socket.terminate();
  call.io.signal.addEventListener("abort", close, { once: true });
  return new Promise((resolve, reject) => {
    socket.on("message", (data: Buffer) => {
      const channel = data[0];
      const rest = data.subarray(1);
      if (channel === STDOUT || channel === STDERR) {
        call.io.write(channel === STDOUT ? "stdout" : "stderr", decoders[channel].decode(rest, { stream: true }));
      } else if (channel === STATUS) {
        exitCode = exitCodeOf(rest.toString("utf8"), call);
        socket.close();
      }
    });
    socket.once("error", reject);
    socket.once("close", () => {
      call.io.signal.removeEventListener("abort", close);
      if (exitCode === null && !call.io.signal.aborted) {
        // The status does not always come: then nobody knows how the command ended.
        call.io.write("stderr", "error: the channel closed before the command's exit code arrived\n");
      }
      resolve(exitCode ?? 1);
    });
  });
}

function exitCodeOf(text: string, call: Invocation): number {
  const status: unknown = JSON.parse(text);
  if (textAt(status, "status") === "Success") {
    return 0;
  }
  const cause = listAt(status, "details", "causes").find((candidate) => member(candidate, "reason") === "ExitCode");
  if (cause) {
    const code = Number(textAt(cause, "message"));
    call.io.write("stderr", `command terminated with exit code ${code}\n`);
    return code;
  }
  call.io.write("stderr", `error: ${textAt(status, "message")}\n`);
  return 1;
}
