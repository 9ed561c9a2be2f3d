import "server-only";
import { once } from "node:events";
import type WebSocket from "ws";
import { END_STARTED_SCRIPT } from "@/lib/core/shell/end-started";
import { grantedExecRisk } from "@/lib/core/shell/risk/exec-grant";
import { SocketRefused } from "../connection";
import { CommandFailure } from "./failure";
import type { Invocation } from "./invocation";
import { listAt, member, textAt } from "./objects";

const STDIN = 0;
const streams: ReadonlyMap<number, "stdout" | "stderr"> = new Map([
  [1, "stdout"],
  [2, "stderr"],
]);
const STATUS = 3;
const CLOSE = 255;
/** The first says when the input ends; the second cannot. */
const CLOSING = "v5.channel.k8s.io";
const PLAIN = "v4.channel.k8s.io";
/** What a channel that carries input may speak. */
export const inputProtocols: readonly string[] = [CLOSING, PLAIN];
const PIECE_BYTES = 32 * 1024;
/** How long the end of a program in a container may take. */
const END_MS = 4_000;

export type ExecTarget = { readonly namespace: string; readonly pod: string; readonly container: string };
export type Execution = {
  readonly command: readonly string[];
  /** Null when the program gets no input at all. */
  readonly stdin: Uint8Array | null;
  /** Takes what the program prints; the caller's own output when left out. */
  readonly onOutput?: (stream: "stdout" | "stderr", bytes: Uint8Array) => void;
  /** Whether nothing is said of how the program ended. */
  readonly isQuiet?: boolean;
};

/** How a program ended; "lost" when the channel closed before it said so. */
type Outcome = number | "lost";

/**
 * Runs a program in a container and gives its exit code; 130 when the call was cancelled, and 1 when its channel was
 * lost, after the program was ended too. The end of the channel alone would leave it running.
 */
export async function runInContainer(call: Invocation, target: ExecTarget, execution: Execution): Promise<number> {
  const aborted = Promise.withResolvers<"aborted">();
  const abort = () => aborted.resolve("aborted");
  call.io.signal.addEventListener("abort", abort, { once: true });
  try {
    const outcome = await Promise.race([openExec(call, target, execution), aborted.promise]);
    if (outcome === "aborted") {
      await endRemote(call, target, execution.command);
      return 130;
    }
    return outcome === "lost" ? await endLost(call, target, execution) : outcome;
  } finally {
    call.io.signal.removeEventListener("abort", abort);
  }
}

async function endRemote(call: Invocation, target: ExecTarget, command: readonly string[]): Promise<boolean> {
  const signal = AbortSignal.timeout(END_MS);
  const silent: Invocation = { ...call, io: { ...call.io, write: () => undefined, signal } };
  const script = ["sh", "-c", END_STARTED_SCRIPT, "headroom-cancel", ...command];
  const late = once(signal, "abort").then(() => "late");
  return (await Promise.race([openExec(silent, target, { command: script, stdin: null }), late])) === 0;
}

/** The status does not always come: then nobody knows how the program ended, and it may go on unseen. */
async function endLost(call: Invocation, target: ExecTarget, { command, isQuiet }: Execution): Promise<number> {
  const isEnded = await endRemote(call, target, command).catch(() => false);
  if (isQuiet !== true && !call.io.signal.aborted) {
    const then = isEnded ? "it was ended in the container" : "it may still be running in the container";
    call.io.write("stderr", `error: the channel closed before the command's exit code arrived; ${then}\n`);
  }
  return 1;
}

async function openExec(call: Invocation, target: ExecTarget, execution: Execution): Promise<Outcome> {
  const { stdin } = execution;
  try {
    if (stdin === null) {
      const socket = await call.connection.openSocket(execPath(target, execution), inputProtocols);
      return await followSocket(socket, call, execution);
    }
    const socket = await openForInput(call, target, execution);
    const following = followSocket(socket, call, execution);
    sendInput(socket, stdin);
    return await following;
  } catch (error) {
    if (error instanceof SocketRefused) {
      throw refusedChannel(error);
    }
    throw error;
  }
}

/** kubectl's sentence for a channel that is refused, by the API server or by the node. */
export function refusedChannel({ reply }: SocketRefused, doing = ""): CommandFailure {
  const why = textAt(reply.body, "kind") === "Status" ? textAt(reply.body, "message") : reply.text.trim();
  return new CommandFailure(`error: ${doing}unable to upgrade connection: ${why}`);
}

/** An older server cannot be told that the input ends: there a shell in the container counts the bytes. */
async function openForInput(call: Invocation, target: ExecTarget, execution: Execution): Promise<WebSocket> {
  const { command, stdin } = execution;
  try {
    return await call.connection.openSocket(execPath(target, execution), [CLOSING]);
  } catch (error) {
    const isTooOld = error instanceof SocketRefused ? error.reply.status === 400 || error.reply.status === 403 : true;
    if (!isTooOld || call.io.signal.aborted) {
      throw error;
    }
    const counting = ["sh", "-c", 'head -c "$0" | "$@"', String(stdin?.length ?? 0), ...command];
    return call.connection.openSocket(execPath(target, { ...execution, command: counting }), [PLAIN]);
  }
}

function execPath({ namespace, pod, container }: ExecTarget, { command, stdin }: Execution): string {
  const query = new URLSearchParams({ container, stdout: "true", stderr: "true" });
  if (stdin !== null) {
    query.set("stdin", "true");
  }
  for (const word of command) {
    query.append("command", word);
  }
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(pod)}/exec?${query}`;
}

/** Sends the whole input, and its end where the channel can say so. */
export function sendInput(socket: WebSocket, stdin: Uint8Array): void {
  for (let at = 0; at < stdin.length; at += PIECE_BYTES) {
    socket.send(Buffer.concat([Buffer.of(STDIN), stdin.subarray(at, at + PIECE_BYTES)]));
  }
  if (socket.protocol === CLOSING) {
    socket.send(Buffer.of(CLOSE, STDIN));
  }
}

/** Where the channel cannot say that the input ends, its own end does; what is printed is lost then. */
export function endInput(socket: WebSocket): void {
  if (socket.protocol !== CLOSING) {
    socket.close();
  }
}

function followSocket(socket: WebSocket, call: Invocation, { onOutput, isQuiet }: Execution): Promise<Outcome> {
  const take = onOutput ?? ((stream, bytes) => call.io.write(stream, bytes));
  const say = isQuiet ? () => undefined : (sentence: string) => call.io.write("stderr", sentence);
  let exitCode: number | null = null;
  const close = () => socket.terminate();
  call.io.signal.addEventListener("abort", close, { once: true });
  socket.on("message", (data: Buffer) => {
    const rest = data.subarray(1);
    const stream = streams.get(data[0] ?? -1);
    if (stream !== undefined && rest.length > 0) {
      take(stream, rest);
    } else if (data[0] === STATUS) {
      exitCode = exitCodeOf(rest.toString("utf8"), say);
      socket.close();
    }
  });
  socket.resume();
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", () => {
      call.io.signal.removeEventListener("abort", close);
      resolve(exitCode ?? "lost");
    });
  });
}

function exitCodeOf(text: string, say: (sentence: string) => void): number {
  const status: unknown = JSON.parse(text);
  if (textAt(status, "status") === "Success") {
    return 0;
  }
  const cause = listAt(status, "details", "causes").find((candidate) => member(candidate, "reason") === "ExitCode");
  if (cause) {
    const code = Number(textAt(cause, "message"));
    say(`command terminated with exit code ${code}\n`);
    return code;
  }
  say(`error: ${textAt(status, "message")}\n`);
  return 1;
}

/** Nobody can look into what a program does in a container, so a grant lists the exact words it may be started with. */
export function checkExec(
  call: Invocation,
  {
    namespace,
    command,
    word,
  }: { readonly namespace: string; readonly command: readonly string[]; readonly word: string },
): void {
  const risk = grantedExecRisk(call.io.grant, command);
  const description = `exec ${word} -- ${command.join(" ")}`;
  if (risk === null) {
    throw new CommandFailure(
      `headroom: refused: ${description}: this run may only start the programs its script spells out`,
      126,
    );
  }
  call.check({ namespace, risk, description });
}
