import type { WebSocket } from "ws";
import type { CommandInput, CommandResult } from "../container/command.ts";
import { machineOf } from "../container/machine.ts";
import { containerEnvironment, hasCommand, runArgv, runScript } from "../container/shell.ts";
import type { ApiCall } from "./api-call.ts";
import { ApiError, type Status } from "./api-error.ts";
import { containerOf } from "./logs.ts";
import { frameBytes, sendOn } from "./web-socket-channels.ts";

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const CLOSE = 255;

export const EXEC_PROTOCOLS = ["v5.channel.k8s.io", "v4.channel.k8s.io"] as const;

const SUCCESS = { metadata: {}, status: "Success" } as const;

function exitStatus(exitCode: number): object {
  return exitCode === 0
    ? SUCCESS
    : {
        metadata: {},
        status: "Failure",
        message: `command terminated with non-zero exit code: exit status ${exitCode}`,
        reason: "NonZeroExitCode",
        details: { causes: [{ reason: "ExitCode", message: String(exitCode) }] },
      };
}

type ExecCall = Pick<ApiCall, "cluster" | "target" | "query">;

/** What will run, checked before the socket opens; throws what the API server answers otherwise. */
export function prepareExec(call: ExecCall): CommandInput & { readonly argv: readonly string[] } {
  const { live, container } = containerOf(call);
  const machine = machineOf(call.cluster.world.context, live);
  if (machine === undefined || (live.phase !== "running" && live.phase !== "terminating")) {
    throw new ApiError("InternalError", `unable to upgrade connection: container not found ("${container}")`);
  }
  const argv = call.query.getAll("command");
  if (argv.length === 0) {
    throw new ApiError("BadRequest", "you must specify at least 1 command for the container");
  }
  const environment = containerEnvironment(machine);
  return { argv, machine, stdin: "", environment, signal: new AbortController().signal };
}

/** Standard input as it arrives: closed by channel 255 (v5) or with the socket. */
function readStdin(socket: WebSocket, onText: (text: string) => void): Promise<string> {
  return new Promise((resolve) => {
    let all = "";
    socket.on("message", (data) => {
      const bytes = frameBytes(data);
      if (bytes[0] === STDIN) {
        all += bytes.subarray(1).toString("utf8");
        onText(bytes.subarray(1).toString("utf8"));
      } else if (bytes[0] === CLOSE && bytes[1] === STDIN) {
        resolve(all);
      }
    });
    socket.on("close", () => resolve(all));
  });
}

const isBareShell = (argv: readonly string[]): boolean =>
  /(^|\/)(sh|bash)$/.test(argv[0] ?? "") && argv.every((word, index) => index === 0 || /^-[il]+$/.test(word));

function writeResult(socket: WebSocket, { stdout, stderr }: CommandResult, isTerminal: boolean): void {
  const shown = (text: string): string => (isTerminal ? text.replaceAll("\n", "\r\n") : text);
  sendOn(socket, STDOUT, shown(stdout));
  sendOn(socket, isTerminal ? STDOUT : STDERR, shown(stderr));
}

/** An interactive shell: each line runs when it arrives; `exit` or the end of the input ends it. */
function runInteractive(socket: WebSocket, input: CommandInput, isTerminal: boolean): Promise<number> {
  return new Promise((resolve) => {
    let exitCode = 0;
    let pending = "";
    let running = Promise.resolve();
    const prompt = (): void => sendOn(socket, STDOUT, isTerminal ? "$ " : "");
    const runLine = async (line: string): Promise<void> => {
      const [word, code] = line.trim().split(/\s+/);
      if (word === "exit") {
        resolve(Number(code ?? exitCode));
        return;
      }
      const result = await runScript(line, input);
      exitCode = result.exitCode;
      writeResult(socket, result, isTerminal);
      prompt();
    };
    const onText = (text: string): void => {
      sendOn(socket, STDOUT, isTerminal ? text.replaceAll("\r", "\r\n") : "");
      const lines = (pending + text).split(/\r\n|\r|\n/);
      pending = lines.pop() ?? "";
      for (const line of lines) {
        running = running.then(() => runLine(line));
      }
    };
    prompt();
    void readStdin(socket, onText)
      .then(() => running)
      .then(() => resolve(exitCode));
  });
}

async function runOnce(socket: WebSocket, input: ReturnType<typeof prepareExec>, call: ExecCall): Promise<number> {
  const hasInput = call.query.get("stdin") === "true" && readsStdin(input.argv);
  const stdin = hasInput ? await readStdin(socket, () => undefined) : "";
  const result = await runArgv(input.argv, { ...input, stdin });
  writeResult(socket, result, call.query.get("tty") === "true");
  return result.exitCode;
}

/** Programs that wait for their input; with any other `-i` changes nothing. */
const readsStdin = (argv: readonly string[]): boolean =>
  argv.length === 1 && ["cat", "grep", "wc", "sort", "head", "tail"].includes(argv[0] ?? "");

function missingProgram(name: string): Status {
  return new ApiError(
    "InternalError",
    `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "${name}": executable file not found in $PATH`,
  ).status;
}

/** Serves one exec session on an open socket and reports the exit code on the error channel. */
export async function serveExec(
  socket: WebSocket,
  prepared: ReturnType<typeof prepareExec>,
  call: ExecCall,
): Promise<void> {
  const abort = new AbortController();
  socket.on("close", () => abort.abort());
  const input = { ...prepared, signal: abort.signal };
  const [program = ""] = input.argv;
  if (!hasCommand(program)) {
    sendOn(socket, ERROR, JSON.stringify(missingProgram(program)));
    socket.close(1000);
    return;
  }
  const isTerminal = call.query.get("tty") === "true";
  const isInteractive = isBareShell(input.argv) && call.query.get("stdin") === "true";
  const exitCode = isInteractive
    ? await runInteractive(socket, input, isTerminal)
    : await runOnce(socket, input, call).catch(() => 137);
  sendOn(socket, ERROR, JSON.stringify(exitStatus(exitCode)));
  socket.close(1000);
}
